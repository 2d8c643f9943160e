"""The demonstration prefecture on paper: its units, people, funds and calendar.

Every name is made up. What happens in a month stands in `STEPS`; how a step becomes
a voucher stands in `app.prefecture_vouchers`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 2022
YEARS = (2022, 2023, 2024, 2025)
OPENED_ON = date(2022, 1, 1)

LIVING, MEDICAL, SCHOOL = "生活救助", "医疗救助", "子女助学"
AUTUMN, WARMTH, LEGAL, TRAINING = "金秋助学", "送温暖", "法律援助", "职业培训"
TEMPORARY = "临时救助"
_CENTRAL = (LIVING, MEDICAL, SCHOOL, LEGAL, TRAINING, "职业介绍")
_WIDE = (LIVING, MEDICAL, SCHOOL, AUTUMN, WARMTH, LEGAL, TRAINING)

POSTS = ("主席", "财务负责人", "会计", "审核", "出纳", "经审会主任")
RIGHTS = (
    "approve;view",
    "head;review;close;approve;view",
    "prepare",
    "review;post",
    "settle",
    "audit;view",
)
_ACCOUNTANT, _HEAD = POSTS.index("会计"), POSTS.index("财务负责人")


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A union with its place in the tree and its size, 100 for an ordinary county.

    `treasury` is the account into which the same-level budget pays: bank or quota.
    """

    code: str
    name: str
    level: str
    parent: str
    size: int
    treasury: str
    funds: tuple[str, ...]
    staff: tuple[tuple[str, str], ...]

    @property
    def accountant(self) -> str:
        """Who prepares vouchers, those of the year end too."""
        return self.staff[_ACCOUNTANT][0]

    @property
    def head(self) -> str:
        """Who answers for the accounts, reviews the year end and closes."""
        return self.staff[_HEAD][0]


@dataclass(frozen=True, slots=True)
class FundPlan:
    """A fund as every unit that has one keeps it, with what it held at the opening."""

    name: str
    source: str
    purposes: tuple[str, ...] = ()
    restriction: str = ""
    donor: str = ""
    opening_yuan: int = 0
    closing_account: str = "32104"
    channel: str = "direct"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens every year in the months named, or before a festival.

    Attributes:
        verb: what is done; the verbs stand in `app.prefecture_vouchers`.
        yuan: the amount in an ordinary county in 2022; for aid, what a head gets.
        heads: how many are helped in an ordinary county in 2022.
        share: percent of what the fund has, where money is passed down.
        festival: days before the Spring Festival; `months` and `day` are not used.
        levels: where it happens: p(rovince), c(ity), x(county).
    """

    verb: str
    fund: str
    summary: str
    months: tuple[int, ...] = ()
    day: int = 0
    yuan: int = 0
    account: str = ""
    purpose: str = ""
    heads: int = 0
    share: int = 0
    party: str = ""
    festival: int = 0
    levels: str = "cx"
    years: tuple[int, ...] = YEARS


def _staff(text: str) -> tuple[tuple[str, str], ...]:
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


_COUNTY = ("CB", "LB", "OU", "UU", "D1", "D2", "GF")

UNITS = (
    UnitPlan("130000", "燕北省总工会", "province", "", 60, "102",
        ("CB", "LB", "OU", "D1", "D2", "GF"),
        _staff("shen.huaichuan 沈怀川 gu.minglan 顾明澜 lu.xiaotang 陆晓棠"
        " cheng.shouyi 程守一 meng.qingyue 孟清月 bai.zhengde 白正德")),
    UnitPlan("130100", "临川市总工会", "city", "130000", 160, "111",
        ("CB", "LB", "OU", "UU", "D1", "D2", "D3", "EM", "MA", "GF"),
        _staff("luo.changping 罗长平 xu.ruolin 许若琳 tang.yihe 唐亦禾"
        " fang.jianqiu 方鉴秋 jiang.xuewei 江雪薇 wei.daozhi 魏道直")),
    UnitPlan("130102", "青岚区总工会", "county", "130100", 130, "111",
        (*_COUNTY, "EM"),
        _staff("du.wanqing 杜婉青 cui.boyu 崔博宇 he.zhiyuan 何知远"
        " yu.jingshu 于静姝 liang.xiaoman 梁小满 peng.guangyi 彭广义")),
    UnitPlan("130104", "望津区总工会", "county", "130100", 120, "111",
        (*_COUNTY, "EM"),
        _staff("qin.shaofeng 秦少峰 ye.tingyun 叶庭筠 zou.anran 邹安然"
        " dong.siqi 董思齐 xia.mingzhu 夏明珠 shi.tiejun 石铁军")),
    UnitPlan("130121", "栖梧县总工会", "county", "130100", 100, "102",
        _COUNTY,
        _staff("ren.haikuo 任海阔 kang.suyun 康素云 tan.youwei 谭有为"
        " geng.liqun 耿立群 mo.xiaohe 莫小荷 an.guoqing 安国庆")),
    UnitPlan("130123", "鹿鸣县总工会", "county", "130100", 95, "111",
        (*_COUNTY, "OL"),
        _staff("pan.yonghe 潘永和 tao.zhengrong 陶峥嵘 shao.yining 邵以宁"
        " hou.jiashu 侯嘉树 ding.xiangyi 丁向依 lei.weimin 雷为民")),
    UnitPlan("130124", "白榆县总工会", "county", "130100", 80, "102",
        (*_COUNTY, "OL"),
        _staff("gao.chengzhi 高承志 yin.lanzhi 尹兰芝 wan.shuping 万书平"
        " qiao.mubai 乔木白 fan.xiaowen 范晓雯 nie.zhongxin 聂忠信")),
    UnitPlan("130125", "松亭县总工会", "county", "130100", 75, "102",
        (*_COUNTY, "OL"),
        _staff("jin.shuhai 金舒海 ou.yuanzhi 欧元芷 bao.lixin 鲍立新"
        " zhan.jingxing 詹景行 miao.yutong 苗雨桐 long.zhenghua 龙正华")),
)  # fmt: skip

# The one change of a responsible officer: the day the successor takes office.
SUCCESSION = ("130100", "ji.wenzhao", "纪文昭", date(2024, 7, 1))

FUNDS = {
    "CB": FundPlan("中央财政专项帮扶资金", "central_budget", _CENTRAL,
        "用于建档困难职工的生活、医疗、助学、法援和就业培训", "", 90000,
        channel="union_line"),
    "LB": FundPlan("本级财政帮扶资金", "local_budget", _WIDE,
        "按本级财政项目批复使用", "", 60000, "33104", "same_level_treasury"),
    "OL": FundPlan("市级财政帮扶补助资金", "local_budget", _WIDE,
        "按市级财政补助文件使用", "", 20000, channel="other_level_treasury"),
    "OU": FundPlan("工会自筹帮扶资金", "own_union", (*_WIDE, TEMPORARY),
        "本级工会结余经批准专项用于帮扶", "", 50000),
    "UU": FundPlan("上级工会补助帮扶资金", "upper_union", _WIDE,
        "上级工会经费补助，专项用于帮扶", "", 20000, channel="union_line"),
    "D1": FundPlan("启明助学定向捐赠", "donation", (SCHOOL, AUTUMN),
        "只用于困难职工子女助学", "燕北启明教育基金会（虚构）", 40000),
    "D2": FundPlan("同舟大病定向捐赠", "donation", (MEDICAL, LIVING),
        "只用于重病困难职工及其家庭", "同舟重工集团（虚构）", 50000),
    "D3": FundPlan("新程技能培训定向捐赠", "donation", (TRAINING,),
        "只用于困难职工职业技能培训", "新程职业教育公司（虚构）", 80000),
    "EM": FundPlan("用人单位拨付送温暖资金", "employer", (WARMTH, LIVING),
        "用于驻区企业困难职工", "", 15000),
    "MA": FundPlan("职工医疗互助代管资金", "mutual_aid", (MEDICAL,),
        "代管资金，按互助办法补助", "", 120000, "221"),
    "GF": FundPlan("本级工会其他资金", "general", (), "", "", 300000, "32205"),
}  # fmt: skip

_ALL = tuple(range(1, 13))
_ODD, _EVEN = _ALL[::2], _ALL[1::2]
_QUARTERS = (3, 6, 9, 12)

STEPS = (
    # Receipts.
    Step("receive", "CB", "收到上级拨入中央财政专项帮扶资金", (2, 7), 16,
        1900000, "40302", party="上级工会", levels="p"),
    Step("receive", "LB", "收到省级财政帮扶资金", (3, 9), 12, 110000, "40401",
        party="燕北省财政厅", levels="p"),
    Step("treasury", "LB", "本级财政下达帮扶资金", (2, 5, 8, 11), 8, 52000,
        "40401", party="本级财政局"),
    Step("receive", "OL", "收到市级财政帮扶补助", (4, 10), 14, 26000, "40402",
        party="临川市财政局", levels="x"),
    Step("receive", "D1", "收到启明助学定向捐赠", (5, 7), 20, 30000, "408",
        party="燕北启明教育基金会（虚构）", levels="pcx"),
    Step("receive", "D2", "收到同舟大病定向捐赠", (3, 9), 18, 46000, "408",
        party="同舟重工集团（虚构）", levels="pcx"),
    Step("receive", "D3", "收到技能培训定向捐赠", (6,), 11, 9000, "408",
        party="新程职业教育公司（虚构）", levels="c"),
    Step("receive", "EM", "收到企业行政拨付送温暖资金", (1,), 6, 24000, "408",
        party="驻区企业"),
    Step("receive", "MA", "收到职工医疗互助金", _QUARTERS, 5, 60000, "221",
        party="参保基层工会", levels="c"),
    Step("receive", "GF", "收到拨缴经费", _ODD, 10, 58000, "402",
        party="税务代收专户", levels="pcx"),
    Step("interest", "", "收到活期存款利息", _QUARTERS, 21, levels="pcx"),
    Step("cancel_quota", "LB", "年末注销未用零余额账户额度", (12,), 31),
    Step("earmark", "OU", "经批准以结余设立帮扶专项", (2,), 22, 70000, levels="pc"),
    Step("earmark", "OU", "经批准以结余设立帮扶专项", (2,), 22, 36000, levels="x"),
    Step("reallocate", "OU", "当年经费收入转入帮扶专项", (6, 10), 24, 34000,
        levels="pc"),
    Step("reallocate", "OU", "当年经费收入转入帮扶专项", (8,), 24, 44000, levels="x"),
    # Money passed down.
    Step("pass_down", "CB", "拨付下级中央财政专项帮扶资金", (3, 8), 6,
        purpose=f"{LIVING};{MEDICAL};{SCHOOL}", share=88, levels="p"),
    Step("pass_down", "CB", "拨付县区中央财政专项帮扶资金", (4, 9), 3,
        purpose=f"{LIVING};{MEDICAL};{SCHOOL}", share=76, levels="c"),
    Step("pass_down", "OU", "拨付下级工会帮扶补助", (3, 11), 12, purpose=WARMTH,
        share=60, levels="p"),
    Step("pass_down", "OU", "拨付县区工会帮扶补助", (5, 12), 9, purpose=WARMTH,
        share=50, levels="c"),
    # Aid through the year.
    Step("pay_listed", "CB", "发放困难职工生活救助金", _ALL, 15, 900, "50404",
        LIVING, 6),
    Step("pay_listed", "CB", "发放困难职工医疗救助金", _EVEN, 18, 5200, "50404",
        MEDICAL, 3),
    Step("pay_listed", "CB", "发放困难职工子女助学金", (3, 9), 20, 3000, "50404",
        SCHOOL, 5),
    Step("pay_batch", "CB", "支付法律援助办案补贴", (5, 11), 22, 1200, "50403",
        LEGAL, 4, party="协作律师事务所"),
    Step("pay_batch", "CB", "支付困难职工技能培训费", (4, 10), 17, 800, "50404",
        TRAINING, 15, party="职业技术学校"),
    Step("pay_batch", "CB", "发放困难职工生活救助金（跨市）", _QUARTERS, 13, 1500,
        "50404", LIVING, 60, levels="p"),
    Step("pay_batch", "CB", "发放困难职工医疗救助金（跨市）", _EVEN, 19, 8000,
        "50404", MEDICAL, 8, levels="p"),
    Step("pay_batch", "LB", "发放困难职工生活救助金", _ALL, 12, 800, "50404",
        LIVING, 9, levels="pcx"),
    Step("pay_listed", "LB", "发放困难职工医疗救助金", (1, 4, 7, 10), 21, 4300,
        "50404", MEDICAL, 3, levels="pcx"),
    Step("direct", "LB", "财政直接支付困难职工生活救助", (4, 8, 12), 16, 900,
        "50404", LIVING, 12),
    Step("pay_batch", "OL", "发放困难职工临时生活救助", (2, 5, 8, 11), 19, 700,
        "50404", LIVING, 16, levels="x"),
    Step("pay_batch", "UU", "发放困难职工生活补助", (3, 7, 10), 16, 600, "50404",
        LIVING, 10),
    Step("pay_listed", "OU", "发放困难职工临时医疗救助", (3, 6, 9, 11), 17, 2600,
        "50404", MEDICAL, 2, levels="pcx"),
    Step("pay_listed", "D2", "发放大病定向救助金", (1, 4, 7, 10), 11, 5000,
        "50404", MEDICAL, 3, levels="pcx"),
    Step("pay_batch", "D2", "发放重病家庭生活补助", (5, 8, 12), 14, 1000, "50404",
        LIVING, 12, levels="pcx"),
    Step("pay_batch", "D3", "支付困难职工技能培训费", (3, 5), 20, 900, "50404",
        TRAINING, 20, party="新程职业教育公司（虚构）", levels="c",
        years=(2022, 2023)),
    Step("pay_batch", "MA", "支付职工医疗互助补助", _ALL, 23, 2200, "221",
        MEDICAL, 8, levels="c"),
    # Autumn schooling and warmth before the Spring Festival.
    Step("pay_listed", "D1", "发放金秋助学金", (8,), 16, 3500, "50405", AUTUMN, 8,
        levels="pcx"),
    Step("pay_batch", "LB", "发放金秋助学金", (8,), 20, 2500, "50405", AUTUMN, 10,
        levels="pcx"),
    Step("pay_batch", "OU", "发放金秋助学金", (8,), 22, 2000, "50405", AUTUMN, 6),
    Step("pay_batch", "D1", "发放困难职工子女助学金", (2, 11), 24, 2000, "50404",
        SCHOOL, 7),
    Step("pay_batch", "LB", "春节送温暖慰问", festival=12, yuan=1000,
        account="50405", purpose=WARMTH, heads=20, levels="pcx"),
    Step("pay_batch", "UU", "春节送温暖慰问", festival=10, yuan=800,
        account="50405", purpose=WARMTH, heads=15),
    Step("pay_batch", "EM", "春节走访慰问企业困难职工", festival=9, yuan=1000,
        account="50405", purpose=WARMTH, heads=14),
    Step("cash_visit", "OU", "春节入户慰问", festival=15, yuan=500,
        account="50405", purpose=WARMTH, heads=10, levels="pcx"),
    Step("buy_goods", "OU", "采购春节慰问品", festival=20, yuan=98,
        account="50405", purpose=WARMTH, heads=60, party="惠民粮油商行"),
    Step("buy_goods", "UU", "采购防暑降温慰问品", (6,), 20, 55, "50405", WARMTH,
        80, party="惠民粮油商行"),
    Step("buy_goods", "OU", "采购困难职工过冬物资", (11,), 7, 168, "50405",
        WARMTH, 30, party="暖阳家纺厂"),
    Step("hand_out", "OU", "中秋慰问品购入即发", (9,), 6, 80, "50405", WARMTH, 40,
        party="惠民粮油商行"),
    Step("gift_in_kind", "D2", "接受捐赠护理用品", (5,), 13, 260, "30101",
        LIVING, 25, party="同舟重工集团（虚构）", levels="cx"),
    Step("advance", "OU", "垫付重病职工住院押金", (4,), 9, 6000, "135",
        MEDICAL, party="市第一人民医院"),
    # The rest of the union's life, in the fund `general`.
    Step("spend", "GF", "支付办公费、水电费", _EVEN, 20, 13000, "50602",
        levels="pcx"),
    Step("spend", "GF", "发放季度工资", _QUARTERS, 8, 26000, "50601", levels="pcx"),
    Step("spend", "GF", "支付职工文体活动经费", (4, 9), 26, 15000, "50202",
        levels="pcx"),
)  # fmt: skip

SEASON = (130, 120, 100, 95, 95, 90, 90, 100, 105, 105, 110, 135)
GOODS = {
    "采购春节慰问品": "米面油礼包",
    "采购防暑降温慰问品": "防暑用品包",
    "采购困难职工过冬物资": "棉被",
    "接受捐赠护理用品": "家庭护理包",
}

SPRING_FESTIVAL = {
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
}

# First and last day of each official holiday; nobody posts on these or at weekends.
_HOLIDAYS = (
    "20220101-20220103 20220131-20220206 20220403-20220405 20220430-20220504",
    "20220603-20220605 20220910-20220912 20221001-20221007",
    "20221231-20230102 20230121-20230127 20230405-20230405 20230429-20230503",
    "20230622-20230624 20230929-20231006",
    "20231230-20240101 20240210-20240217 20240404-20240406 20240501-20240505",
    "20240608-20240610 20240915-20240917 20241001-20241007",
    "20250101-20250101 20250128-20250204 20250404-20250406 20250501-20250505",
    "20250531-20250602 20251001-20251008",
)


def holidays() -> frozenset[date]:
    """Every day of the official holidays of the four years."""
    days: set[date] = set()
    for span in " ".join(_HOLIDAYS).split():
        first, last = (date.fromisoformat(text) for text in span.split("-"))
        days.update(first + timedelta(n) for n in range((last - first).days + 1))
    return frozenset(days)
