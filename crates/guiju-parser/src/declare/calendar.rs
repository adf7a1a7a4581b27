//! Calendars of working days: the days of a policy's only one.

use std::collections::BTreeMap;

use guiju_program::calendar::{self, Calendar, is_weekday};
use guiju_program::civil::Date;
use guiju_program::source::Span;

use super::named;
use crate::ast;
use crate::compile::{Compiler, Item};
use crate::message::calendar as message;

impl<'a> Compiler<'a> {
    /// Enters the calendar.
    pub(super) fn declare_calendar(&mut self, item: &'a ast::Calendar, span: Span) {
        let name = &item.name.name;
        self.enter(name, Item::Calendar);
        let cites = self.cite_all(&item.cites);
        if let Some(first) = self.calendar {
            self.report(message::second(name.span, first));
            return;
        }
        self.calendar = Some(name.span);
        let Some(days) = item.days else {
            self.report(message::no_span(name));
            return;
        };
        if days.to < days.from {
            self.report(message::turned_round(days.span));
            return;
        }
        let mut calendar = Calendar::new(named(&item.name), (days.from, days.to), Vec::new(), Vec::new());
        if calendar.to() < days.to {
            self.report(message::too_long(days.span));
            return;
        }
        let mut listed: BTreeMap<Date, (bool, Span)> = BTreeMap::new();
        for (on, days) in item.rows.iter().flat_map(|row| row.days.iter().map(|days| (row.on, *days))) {
            self.enter_days(&calendar, on, days, &mut listed);
        }
        let all = |on: bool| listed.iter().filter(|(_, (is_on, _))| *is_on == on).map(|(day, _)| *day).collect();
        calendar = Calendar::new(calendar.name, (days.from, days.to), all(false), all(true));
        calendar.cites = cites;
        calendar.span = span;
        self.program.calendar = Some(calendar);
    }

    /// Enters days off or on; what is wrong with them is reported once for the days that stand there together.
    fn enter_days(
        &mut self,
        calendar: &Calendar,
        on: bool,
        days: ast::Days,
        listed: &mut BTreeMap<Date, (bool, Span)>,
    ) {
        if days.to < days.from {
            self.report(message::turned_round(days.span));
            return;
        }
        if days.from < calendar.from() || days.to > calendar.to() {
            self.report(message::outside(days.span, (calendar.from(), calendar.to())));
            return;
        }
        let mut found = (None, None, None);
        for day in calendar::days(days.from, days.to) {
            match listed.get(&day) {
                Some((before, first)) if *before != on => {
                    found.0.get_or_insert((day, *first));
                }
                Some((_, first)) => {
                    found.1.get_or_insert((day, *first));
                }
                None => {
                    listed.insert(day, (on, days.span));
                }
            }
            if on && is_weekday(day) {
                found.2.get_or_insert(day);
            }
        }
        let (both, twice, ordinary) = found;
        if let Some((day, first)) = both {
            self.report(message::off_and_on(days.span, first, day));
        }
        if let Some((day, first)) = twice {
            self.report(message::listed_twice(days.span, first, day));
        }
        if let Some(day) = ordinary {
            self.report(message::ordinary_workday(days.span, day));
        }
    }

    /// Says where working days are first asked for without a calendar.
    pub(crate) fn need_calendar(&mut self, span: Span) {
        if self.calendar.is_none() && !self.broken && !self.calendar_missed {
            self.calendar_missed = true;
            self.report(message::missing(span));
        }
    }
}
