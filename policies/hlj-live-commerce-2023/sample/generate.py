#!/usr/bin/env python3
"""Writes the sample facts of the 2023 plan, one CSV file a record, always the same.

    python3 generate.py            writes the files beside this script
    python3 generate.py --check    compares them instead; exit status 1 when one differs

Needs Python 3.11 and nothing else. Money is held in whole fen and hours in hundredths, so no figure is ever a
binary fraction. Every row is invented; README.md lists what is planted and where.
"""

import csv
import io
import random
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SEED = 2023
YUAN = 100  # fen

CITIES = [
    ("哈尔滨", 420), ("齐齐哈尔", 170), ("牡丹江", 150), ("佳木斯", 120), ("大庆", 160), ("鸡西", 80), ("双鸭山", 60),
    ("伊春", 60), ("七台河", 40), ("鹤岗", 48), ("黑河", 70), ("绥化", 100), ("大兴安岭", 22),
]
QUOTA_KIND = "限上商贸流通企业"
QUOTA_COUNT = 150  # exactly 10% of 1,500
OTHER_KINDS = ["特色产品生产加工企业"] * 8 + ["农村合作社"] * 5 + ["个体工商户"] * 6 + ["电商服务企业"]
FIRST = ["丰", "禾", "沃", "林", "北", "雪", "江", "原", "松", "谷", "绿", "金", "瑞", "盛", "泰", "源"]
SECOND = ["润", "田", "野", "泽", "香", "乡", "味", "达", "顺", "和", "兴", "茂", "穗", "川", "岭", "溪"]
FORMS = {
    "限上商贸流通企业": ["商贸公司", "供应链公司"],
    "特色产品生产加工企业": ["食品加工厂", "菌业公司", "米业公司"],
    "农村合作社": ["种植合作社", "养殖合作社"],
    "个体工商户": ["山货行", "特产店"],
    "电商服务企业": ["电商公司"],
}
CONTENTS = ["法规培训", "网店直播", "推广方案", "视频引流", "话术技巧", "场景导播", "产品矩阵", "粉丝运营", "售后体系"]
CONDITIONS = ["转型意愿", "签订承诺书", "专人对接", "选品库注册", "产品填报", "后续配合"]

# The planted rows, by recipient.
SHORT_LIVE = 107        # 59.99 hours
FEW_VIDEOS = 233        # 19 videos
APART = 381             # the rate holds in two months, the amount in two others, both together in none
DAY_SHORT = 512         # service ends a day before its six months are complete
ONE_GOOD_MONTH = 688    # a new store with one month of 100,000.00 and one of 99,999.99
BLANK_VIDEOS = 745      # the number of videos is not filled in
ZERO_BASE = 899         # the second growth month had no sales a year before
CONTENT_MISSING = 1024  # a content left out and not adapted: a note
CONTENT_ADAPTED = 1100  # the same, adapted: no note
EXACT_BOUNDS = 42       # 60 hours, 20 videos, six months to the day, +20% and +100,000.00 exactly
UNTRACKED = 450         # one month that the city did not track
UNSIGNED = "ZT-03"      # one member of the acceptance group did not sign: nothing is due to this provider
PAID_EARLY = "ZT-04"    # paid before the pass report
BARRED = "HD-02"        # its organiser applied on the last of five years
SHORT_CITY = "鹤岗"      # 4 of 48 inspected
EXACT_CITY = "绥化"      # 10 of 100 inspected
LEADERS = [15, 131, 260, 399, 477, 603, 755, 918, 1066, 1333]  # reach 10,000,000 yuan
LEADERS_SHORT = [333, 1201]                                   # helped, but do not reach it
OLD = {APART, ZERO_BASE, EXACT_BOUNDS, *LEADERS, *LEADERS_SHORT}
NEW = {ONE_GOOD_MONTH}
PLAIN = {SHORT_LIVE, FEW_VIDEOS, APART, DAY_SHORT, ONE_GOOD_MONTH, BLANK_VIDEOS, ZERO_BASE, EXACT_BOUNDS}


def add_months(day: date, months: int) -> date:
    """The corresponding day; every day used here exists in each month."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, day.day)


def fixed(number: int) -> str:
    """A number of hundredths as text, without needless zeros."""
    whole, rest = divmod(number, 100)
    if rest == 0:
        return str(whole)
    return f"{whole}.{rest:02d}".rstrip("0") if rest % 10 == 0 else f"{whole}.{rest:02d}"


def money(fen: int) -> str:
    """Yuan and fen as text."""
    return f"{fen // 100}.{fen % 100:02d}"


def yes(condition: bool) -> str:
    return "是" if condition else "否"


def service(rng: random.Random, number: int) -> tuple[date, date]:
    if number == DAY_SHORT:
        return date(2023, 3, 1), date(2023, 8, 31)
    if number in PLAIN:
        return date(2023, 3, 1), date(2023, 9, 1)
    start = date(2023, rng.choice([2, 3, 3, 4, 4, 5]), rng.choice([1, 1, 1, 10, 15, 20]))
    end = add_months(start, rng.choice([6, 6, 6, 7, 7]))
    if end.month < 12 and rng.randrange(3) == 0:
        end = end.replace(day=min(28, end.day + rng.randrange(10)))
    return start, end


def months_of(start: date, end: date) -> list[date]:
    """The first days of the months that the service touches."""
    first = start.replace(day=1)
    count = (end.year - start.year) * 12 + end.month - start.month
    if end.day == 1:
        count -= 1  # the service ends as that month begins
    return [add_months(first, n) for n in range(count + 1)]


def whole_months(start: date, end: date) -> list[date]:
    """The months that lie in the service from their first day to their last."""
    return [m for m in months_of(start, end)
            if m >= start and add_months(m, 1).toordinal() <= end.toordinal() + 1]


def quiet_month(rng: random.Random, new: bool, scale: int) -> tuple[int, int]:
    """Sales and last year's, in fen, of a month that does not count."""
    if new:
        return rng.randrange(3_000_00, 99_999_00), 0
    base = rng.randrange(20_000_00, 400_000_00) * scale
    return base * rng.randrange(82, 116) // 100, base


def good_month(rng: random.Random, new: bool, scale: int) -> tuple[int, int]:
    """Sales and last year's, in fen, of a month that counts."""
    if new:
        return 100_000_00 + rng.choice([0, rng.randrange(1, 180_000_00)]), 0
    base = rng.randrange(20_000_00, 600_000_00) * scale
    least = max(-(-base * 6 // 5), base + 100_000_00)
    return least + rng.choice([0, rng.randrange(1, 90_000_00)]), base


PLANTED_MONTHS = {
    # month: (sales, last year's), in yuan
    APART: {4: (130_000, 100_000), 5: (1_150_000, 1_000_000), 6: (156_000, 120_000), 7: (1_180_000, 1_000_000)},
    ZERO_BASE: {5: (360_000, 240_000), 7: (150_000, 0)},
    EXACT_BOUNDS: {4: (600_000, 500_000), 6: (600_000, 500_000)},
}


def recipients(rng: random.Random) -> tuple[list, list]:
    cities = [city for city, count in CITIES for _ in range(count)]
    rng.shuffle(cities)
    quota = set(rng.sample(range(1, 1501), QUOTA_COUNT))
    places: dict[str, list[int]] = {}
    for number, city in enumerate(cities, 1):
        places.setdefault(city, []).append(number)
    inspected: set[int] = set()
    for city, count in CITIES:
        share = -(-count // 10) + rng.randrange(1, 4)
        share = {SHORT_CITY: 4, EXACT_CITY: 10}.get(city, share)
        inspected.update(rng.sample(places[city], share))

    rows, months = [], []
    for number, city in enumerate(cities, 1):
        key = f"HLJ-{number:04d}"
        if number in quota:
            kind = QUOTA_KIND
        else:
            kind = rng.choice(OTHER_KINDS)
        name = f"{city}{rng.choice(FIRST)}{rng.choice(SECOND)}{rng.choice(FORMS[kind])}（样例）"
        new = (rng.randrange(100) < 45 or number in NEW) and number not in OLD
        start, end = service(rng, number)
        whole = whole_months(start, end)
        leader = number in LEADERS
        scale = 3 if leader or number in LEADERS_SHORT else 1
        good = set(rng.sample(whole, min(len(whole), rng.choice([2, 2, 3, 3, 4]))))
        if number == ONE_GOOD_MONTH or number in PLANTED_MONTHS:
            good = set()
        sold, sold_before = 0, 0
        for month in months_of(start, end):
            sales, before = (good_month if month in good else quiet_month)(rng, new, scale)
            if number == ONE_GOOD_MONTH:
                sales = {5: 100_000_00, 6: 99_999_99}.get(month.month, min(sales, 80_000_00))
            if month.month in PLANTED_MONTHS.get(number, {}):
                sales, before = (yuan * YUAN for yuan in PLANTED_MONTHS[number][month.month])
            sold, sold_before = sold + sales, sold_before + before
            tracked = (number, month.month) != (UNTRACKED, 6)
            months.append([key, month.isoformat(), money(sales), money(before), "是", yes(tracked)])
        year = sold + rng.randrange(10_000_00, 200_000_00)
        year_before = 0 if new else sold_before + rng.randrange(10_000_00, 200_000_00)
        if leader or number in LEADERS_SHORT:
            year_before = min(max(year_before, 1_000_000_00), 9_600_000_00)
            lifted = 10_000_000_00 + (0 if number == LEADERS[0] else rng.randrange(1, 6_000_000_00))
            year = max(year, lifted) if leader else 9_999_999_99
        hours = 6000 + rng.randrange(0, 9000)
        videos = 20 + rng.randrange(0, 40)
        if number == EXACT_BOUNDS:
            hours, videos = 6000, 20
        if number == SHORT_LIVE:
            hours = 5999
        if number == FEW_VIDEOS:
            videos = 19
        contents = ["是"] * len(CONTENTS)
        if number in (CONTENT_MISSING, CONTENT_ADAPTED):
            contents[-1] = "否"
        rows.append([
            key, name, city, f"ZT-{rng.randrange(1, 6):02d}", kind, yes(new), start.isoformat(), end.isoformat(),
            fixed(hours), "" if number == BLANK_VIDEOS else videos, yes(number in inspected),
            yes(leader or number in LEADERS_SHORT), money(year_before), money(year),
            *["是"] * len(CONDITIONS), *contents, yes(number == CONTENT_ADAPTED),
        ])
    return rows, months


def stores(rng: random.Random) -> list:
    """310 stores; their sales all differ. The first 15 are given the higher support, the 16th is not."""
    platforms = ["PT-01"] * 99 + ["PT-02"] * 105 + ["PT-03"] * 106
    sales = sorted({rng.randrange(30_000_00, 6_000_000_00) for _ in range(310)}, reverse=True)
    assert len(sales) == 310
    ranks = list(range(1, 311))
    rng.shuffle(ranks)
    rows = []
    for number, (platform, rank) in enumerate(zip(platforms, ranks, strict=True), 1):
        top = rank <= 16
        brand = rng.choice(["黑土优品", "九珍十八品"] if top else ["黑土优品", "九珍十八品", "黑土优品", "北味", ""])
        above_quota = rng.randrange(4) == 0
        takes_part = rng.randrange(3) > 0
        eligible = brand in ("黑土优品", "九珍十八品") or (above_quota and takes_part)
        rows.append([
            f"DP-{number:03d}", platform, brand, yes(above_quota), yes(takes_part), "是", money(sales[rank - 1]),
            yes(eligible), yes(rank <= 15),
        ])
    return rows


def cities(rng: random.Random) -> list:
    """Each city's online retail and enterprises, such that its share of the 1,500 places is the number of recipients it has."""
    rows = [
        (city, (count * 42_000_000 + rng.randrange(-3_000_000, 3_000_001)) * YUAN, count * 10 + rng.randrange(-1, 2))
        for city, count in CITIES
    ]
    retail, firms = sum(row[1] for row in rows), sum(row[2] for row in rows)
    exact = [1500 * (Fraction(row[1], retail) + Fraction(row[2], firms)) / 2 for row in rows]
    places = [int(share) for share in exact]
    for at in sorted(range(len(rows)), key=lambda at: places[at] - exact[at])[:1500 - sum(places)]:
        places[at] += 1
    assert places == [count for _, count in CITIES], places
    return [[city, money(fen), enterprises] for city, fen, enterprises in rows]


def promotions(rng: random.Random) -> list:
    forms = ["头部主播直播带货", "主题购物节", "消费满减", "消费券", "打折让利", "购物补贴"]
    rows = []
    for platform in ("PT-01", "PT-02", "PT-03"):
        for number, form in enumerate(forms, 1):
            day = date(2023, 4 + number, rng.randrange(1, 26))
            late = (platform, number) == ("PT-02", 4)
            handed_in = date.fromordinal(day.toordinal() + (2 if late else rng.choice([0, 1, 1])))
            rows.append([platform, f"CX-{platform[-2:]}-{number}", form, day.isoformat(), handed_in.isoformat(), "是"])
    return rows


def payments(recipient_rows: list) -> list:
    """What was paid. Each provider but one gets the rate for its qualified recipients, all from direction 1; the event's
    budget is paid in two parts, of which one comes from direction 1's surplus."""
    failing = {SHORT_LIVE, FEW_VIDEOS, APART, DAY_SHORT, ONE_GOOD_MONTH, BLANK_VIDEOS, ZERO_BASE}
    qualified = [row[3] for number, row in enumerate(recipient_rows, 1) if number not in failing]
    paid = []
    for provider in ("ZT-01", "ZT-02", "ZT-04", "ZT-05"):
        day = {PAID_EARLY: "2023-11-10", "ZT-05": "2023-12-22"}.get(provider, "2023-12-01")
        paid.append([day, qualified.count(provider) * 22_700 * YUAN, "方向一", "方向一", provider, "", ""])
    paid += [
        ["2023-08-20", 2_950_000_00, "方向三", "方向三", "", "", "HD-01"],
        ["2023-12-15", 50_000_00, "方向三", "方向一", "", "", "HD-01"],
        ["2023-09-20", 250_000_00, "方向三", "方向三", "", "", ""],
        ["2023-11-30", 300_000_00, "方向三", "方向三", "", "", ""],
    ]
    return [
        [f"ZF-{n:02d}", day, money(fen), *rest, "否"] for n, (day, fen, *rest) in enumerate(paid, 1)
    ]


def sessions(rng: random.Random) -> list:
    counties = [
        ("哈尔滨", "五常市"), ("齐齐哈尔", "讷河市"), ("牡丹江", "东宁市"), ("佳木斯", "抚远市"), ("大庆", "肇源县"),
        ("鸡西", "虎林市"), ("双鸭山", "饶河县"), ("伊春", "铁力市"), ("七台河", "勃利县"), ("鹤岗", "萝北县"),
        ("黑河", "北安市"), ("绥化", "庆安县"), ("大兴安岭", "漠河市"), ("哈尔滨", "尚志市"), ("牡丹江", "海林市"),
        ("绥化", "海伦市"), ("黑河", "五大连池市"), ("佳木斯", "富锦市"),
    ]
    rng.shuffle(counties)
    return [[f"XY-{n:02d}", 19 + n, city, county] for n, (city, county) in enumerate(counties, 1)]


def products(rng: random.Random) -> list:
    names = ["大米", "黑木耳", "蓝莓汁", "红松籽", "鲜食玉米", "蜂蜜", "奶粉", "酸菜", "榛蘑", "杂粮礼盒", "红肠", "冰酒"]
    sales = [rng.randrange(1_200_000_00, 9_000_000_00) for _ in range(9)] + [1_000_000_00, 999_999_99, 640_000_00]
    return [[f"CP-{n:02d}", name, money(fen)] for n, (name, fen) in enumerate(zip(names, sales, strict=True), 1)]


def tables() -> dict[str, tuple[list, list]]:
    """Header and rows of each file. Each table has a generator of its own, so that one may grow alone."""
    def seeded(name: str) -> random.Random:
        return random.Random(f"{SEED} {name}")

    recipient_rows, month_rows = recipients(seeded("服务对象"))
    names = ["北国云仓电商", "龙江优选直播", "松花江数字商贸", "黑土直播学院", "冰城达人机构"]
    organisations = [
        *names, "示例平台甲", "示例平台乙", "示例平台丙", "雪原会展", "江畔文旅", "往年失信企业",
    ]
    organisations = [[f"DW-{n:02d}", f"{name}（样例）"] for n, name in enumerate(organisations, 1)]
    # The third platform may apply again since the day before; the second event's organiser not until the day after.
    blacklist = [
        ["HM-01", "DW-08", "2018-02-20"],
        ["HM-02", "DW-10", "2018-03-10"],
        ["HM-03", "DW-11", "2022-06-15"],
    ]
    providers = [
        [f"ZT-{n:02d}", f"{name}（样例）", f"DW-{n:02d}", "2023-02-15", "否", "2023-02-10", "2023-02-20", "2023-02-21",
         "2023-12-20" if n == 5 else "2023-10-25", "2023-12-22" if n == 5 else "2023-11-15",
         "2023-12-22" if n == 5 else "2023-11-20",
         {"ZT-03": "", PAID_EARLY: "2023-11-10", "ZT-05": "2023-12-22"}.get(f"ZT-{n:02d}", "2023-12-01"), "是", yes(n != 4), yes(n != 2), "是", yes(n % 2 == 1), yes(n % 2 == 0), "是",
         "2.27", "是", "是", "是"]
        for n, name in enumerate(names, 1)
    ]
    members = [
        [provider[0], f"专家{letter}（样例）", "" if (provider[0], letter) == (UNSIGNED, "乙") else provider[9]]
        for provider in providers for letter in "甲乙丙"
    ]
    platforms = [
        [f"PT-{n:02d}", f"示例平台{letter}", f"DW-{n + 5:02d}", "2023-02-21", "否", "2023-02-10", "2023-03-20", "2023-04-15",
         "2023-11-12", "2023-12-01", "", *["是"] * 19]
        for n, letter in enumerate("甲乙丙", 1)
    ]
    events = [
        ["HD-01", "主播龙江行（样例）", "DW-09", "2023-03-10", "否", "2023-02-10", "2023-04-10", "2023-04-25", "2023-07-20",
         "2023-08-10", "2023-08-20", "3000000.01", 236, "168400000.00", "是", "是", "是", "是", "是"],
        ["HD-02", "名县优品直播节（样例）", "DW-10", "2023-03-10", "否", "2023-02-10", "2023-04-10", "2023-04-25", "2023-10-20",
         "2023-11-10", "", "2400000.00", 200, "100000000.01", "是", "是", "是", "是", "是"],
    ]
    exhibitions = [
        ["ZH-01", "食品互联网展（样例）", "是", "250000.00", 12, "1200"],
        ["ZH-02", "数字贸易展（样例）", "是", "300000.00", 9, "800"],
    ]
    return {
        "市地": (["名称", "网络零售额", "电商企业数"], cities(seeded("市地"))),
        "单位": (["编号", "名称"], organisations),
        "黑名单": (["编号", "单位", "认定日"], blacklist),
        "方向": (["名称"], [["方向一"], ["方向二"], ["方向三"]]),
        "支付": ([
            "编号", "支付日", "金额", "方向", "资金来源", "服务主体", "平台", "活动", "骗取"], payments(recipient_rows)),
        "验收成员": (["服务主体", "姓名", "签字日"], members),
        "服务主体": ([
            "编号", "名称", "单位", "申报日", "虚报认定", "方案审定日", "采购日", "实施日", "验收申请日", "验收日", "合格报告日",
            "兑付日", "专业团队", "平台流量", "线上销售能力", "用户规模", "区域运营中心", "商家服务中心", "能按方案服务",
            "结算单价", "按制度核算", "接受检查", "专款专用"], providers),
        "服务对象": ([
            "编号", "名称", "市地", "服务主体", "类型", "新开店铺", "服务起", "服务止", "直播时长", "短视频", "已查验", "重点帮扶",
            "上年销售额", "年销售额", *CONDITIONS, *CONTENTS, "内容已调整"], recipient_rows),
        "月度销售": (["服务对象", "月初", "销售额", "去年同期", "主体跟踪", "市地跟踪"], month_rows),
        "平台": ([
            "编号", "名称", "单位", "申报日", "虚报认定", "方案审定日", "采购日", "专区上线日", "活动结束日", "验收日", "兑付日",
            "国内知名", "已建专区", "合法资质", "独立应用", "运营团队", "功能完备", "财务规范", "风险防控", "工作方案",
            "应急预案", "投诉处理", "用户基础", "加大投放", "配合监管", "统计已报送", "总结已报送", "按制度核算", "接受检查",
            "专款专用"], platforms),
        "促销活动": (["平台", "编号", "形式", "活动日", "统计报送日", "明细已报送"], promotions(seeded("促销活动"))),
        "店铺": ([
            "编号", "平台", "品牌", "省内限上", "参加促销", "入驻", "年销售额", "已获支持", "已获重点支持"], stores(seeded("店铺"))),
        "产品": (["编号", "名称", "年销售额"], products(seeded("产品"))),
        "活动": ([
            "编号", "名称", "承办单位", "申报日", "虚报认定", "方案审定日", "采购日", "实施方案日", "举办日", "验收日", "兑付日",
            "预算额", "参与企业", "带货零售额", "统计已报送", "总结已报送", "按制度核算", "接受检查",
            "专款专用"], events),
        "展会": (["编号", "名称", "全国性", "预算额", "参展企业", "意向金额"], exhibitions),
        "县域专场": (["编号", "周次", "市地", "县区"], sessions(seeded("县域专场"))),
        "年度汇总": (
            ["零售额权重", "企业数权重", "服务结果公开", "促销政策公开", "方向一缴回额"], [["0.5", "0.5", "是", "是", "6237900.00"]]),
    }


def render(header: list, rows: list) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 64
    different = []
    for name, (header, rows) in tables().items():
        assert all(len(row) == len(header) for row in rows), name
        path = FOLDER / f"{name}.csv"
        content = render(header, rows)
        if not arguments:
            path.write_bytes(content)
        elif not path.is_file() or path.read_bytes() != content:
            different.append(path.name)
    for name in different:
        print(f"differs from what the generator writes: {name}", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
