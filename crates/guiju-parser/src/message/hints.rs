//! What people take for units, types, functions and values of the language, and what they are called here.

/// The unit that was probably meant.
pub(crate) fn unit(text: &str) -> Option<&'static str> {
    Some(match text {
        "月" => "个月",
        "日" => "天",
        "周" | "星期" => "天",
        "块" | "圆" | "塊" | "RMB" | "人民币" | "rmb" => "元",
        "萬元" | "万圆" | "w元" | "W元" | "w" | "W" => "万元",
        "億元" => "亿元",
        "CNY" | "yuans" => "yuan",
        "百分点" => "个百分点",
        "小時" | "钟头" | "时" => "小时",
        "hrs" | "hr" => "hours",
        "percent" | "pct" => "%",
        "mln" | "mio" | "m" => "million",
        "bn" => "billion",
        "k" | "K" => "thousand",
        _ => return None,
    })
}

/// What is to be written for a unit that the language cannot convert: Chinese, English.
pub(crate) fn unit_in_words(text: &str) -> Option<(String, String)> {
    let said = |zh: &str, en: &str| Some((zh.to_owned(), en.to_owned()));
    match text {
        "分钟" | "分鐘" | "min" | "minute" | "minutes" => {
            return said("换算成小时：90分钟 写作 1.5小时", "convert to hours: 90 minutes is 1.5 hours");
        }
        "季度" | "季" | "quarter" | "quarters" => {
            return said("换算成月：1个季度 写作 3个月", "convert to months: a quarter is 3 months");
        }
        _ => {}
    }
    if let Some((above, below)) = text.split_once('每').filter(|(above, below)| !above.is_empty() && !below.is_empty())
    {
        return Some((format!("写作 {above}/{below}"), format!("write {above}/{below}")));
    }
    let exponent = text.strip_prefix(['e', 'E']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if exponent {
        return said(
            "不用科学记数法：写出各位数字，或用 万、亿",
            "exponents are not used: write the digits, or use thousand, million, billion",
        );
    }
    None
}

/// The type that was probably meant.
pub(crate) fn kind(text: &str) -> Option<&'static str> {
    Some(match text {
        "字符串" | "字符" | "文字" | "文本型" | "字串" => "文本",
        "整型" | "数字" | "整數" => "整数",
        "数值" | "小数" | "浮点" | "浮点数" => "数",
        "布尔" | "布尔值" | "逻辑" | "真假" | "是/否" => "是否",
        "时间" | "日期型" => "日期",
        "月份" | "年月日" => "年月",
        "年" => "年份",
        "金额" | "钱" | "货币" => "元",
        "string" | "str" | "String" | "varchar" => "text",
        "int" | "Integer" => "integer",
        "float" | "double" | "decimal" => "number",
        "bool" | "boolean" | "Boolean" => "yesno",
        "datetime" | "timestamp" => "instant",
        "money" => "yuan",
        _ => return None,
    })
}

/// The function that was probably meant. `field`: whether a field is named in its brackets.
pub(crate) fn function(text: &str, field: bool) -> Option<&'static str> {
    Some(match text {
        "总数" | "總數" if field => "合计",
        "记数" | "数量" | "个数" | "户数" | "家数" | "次数" | "计算" | "统计" | "总数" | "總數" => {
            "计数"
        }
        "求和" | "总和" | "总计" | "汇总" | "总额" | "加总" => "合计",
        "平均值" | "均值" | "平均数" => "平均",
        "最大值" => "最大",
        "最小值" => "最小",
        "比例" | "比重" | "占" | "比率" | "百分比" => "占比",
        "全部满足" | "均" | "所有" => "全都",
        "任一" | "存在" | "任何" => "有一",
        "排序" | "名次" => "排名",
        "取整" | "向下取整" | "截尾" => "舍去",
        "向上取整" => "进位",
        "舍入" => "四舍五入",
        "余额" | "剩余" => "结余",
        "COUNT" | "Count" | "number" => "count",
        "SUM" | "Sum" | "total" => "sum",
        "AVG" | "avg" | "average" | "AVERAGE" => "mean",
        "MIN" | "minimum" => "min",
        "MAX" | "maximum" => "max",
        "ratio" | "proportion" => "share",
        "every" => "all",
        "some" | "exists" => "any",
        "round" | "ROUND" => "half_up",
        "floor" | "trunc" => "down",
        "ceil" | "ceiling" => "up",
        _ => return None,
    })
}

/// 是 or 否 for what stands for it elsewhere.
pub(crate) fn yes_or_no(text: &str) -> Option<&'static str> {
    Some(match text {
        "真" | "对" | "TRUE" | "True" | "Y" | "有效" | "√" => "是",
        "假" | "错" | "FALSE" | "False" | "N" => "否",
        "true" => "yes",
        "false" => "no",
        _ => return None,
    })
}
