"""The addresses of goods: movements, the register of items, hand-outs."""

from app.web.access import BATCHES, BOOKS, REGISTERS
from app.web.api import asked
from app.web.api import handout_said as handed
from app.web.api import registers_said as registers
from app.web.api import stock_desk_said as said
from app.web.api.route import FILE_BYTES, UNIT, ApiRoute, get, post
from app.web.api.values import Asked
from ledger.people import Right

_PREPARE, _APPROVE = (Right.PREPARE,), (Right.APPROVE,)
_H = f"{UNIT}/handouts/{{handout}}"
_S = f"{UNIT}/stock"


def _move(verb: str, handler: str, says: str, takes: type[Asked]) -> ApiRoute:
    """A movement; the log has it under the key of the command that does the same."""
    return post(
        f"{_S}/{verb}",
        f"stock_desk:{handler}",
        "goods.move",
        _PREPARE,
        says=says,
        takes=takes,
        gives=said.GoodsMoved,
        status=201,
    )


GOODS: tuple[ApiRoute, ...] = (
    _move("buy", "buy", "购入物资，生成已提交的付款草稿", said.PurchaseGiven),
    _move("give", "give", "接受实物捐赠", said.GoodsGiftGiven),
    _move("open", "open_stock", "登记期初已有的物资，不另制凭证", said.OpeningGiven),
    _move("issue", "issue", "发放物资，领取人只写档案号", said.IssueGiven),
    _move("return", "take_back", "发放后退回，按原成本入库", said.GoodsBackGiven),
    _move("void", "write_off", "报损、作废", said.LossGiven),
    post(
        f"{_S}/count",
        "stock_desk:count",
        "goods.move",
        _PREPARE,
        says="登记盘点，盘盈盘亏生成已提交的草稿",
        takes=said.CountGiven,
        gives=said.CountTaken,
        status=201,
    ),
    get(
        f"{_S}/lots",
        "registering:lots",
        BOOKS,
        registers.LotsLeft,
        "各批次物资的剩余",
    ),
    get(
        f"{_S}/serials",
        "registering:serials",
        BOOKS,
        registers.StockSerials,
        "购物券现存编号",
    ),
    get(
        f"{_S}/counts",
        "registering:counts",
        BOOKS,
        registers.StockCounts,
        "历次盘点",
    ),
    get(
        f"{_S}/moves/{{move}}",
        "stock_desk:move",
        BOOKS,
        said.StockMoveWhole,
        "一次收发及其签收",
    ),
    post(
        f"{_S}/moves/{{move}}/sign",
        "stock_desk:sign",
        "goods.sign",
        _PREPARE,
        says="登记一次发放的签收，签收单只写摘要",
        takes=said.SignatureGiven,
        gives=said.StockMoveWhole,
    ),
    get(
        f"{_S}/items",
        "stock_desk:items",
        REGISTERS,
        said.StockRegister,
        "登记的物品和选定的计价方法",
    ),
    post(
        f"{_S}/items",
        "stock_desk:add_item",
        "goods.item",
        _PREPARE,
        says="登记物品",
        takes=said.ItemGiven,
        gives=said.StockItem,
        status=201,
    ),
    post(
        f"{_S}/items/{{item}}/rename",
        "stock_desk:rename_item",
        "goods.item",
        _PREPARE,
        says="物品改名",
        takes=said.RenamingGiven,
        gives=said.StockItem,
    ),
    post(
        f"{_S}/method",
        "stock_desk:choose_method",
        "goods.method",
        (Right.ADMIN,),
        says="选定发出物资的计价方法",
        takes=said.MethodGiven,
        gives=said.CostMethod,
    ),
)

HANDOUTS: tuple[ApiRoute, ...] = (
    get(f"{UNIT}/handouts", "handing:handouts_of", BATCHES, handed.Handouts, "发放单"),
    get(
        _H,
        "handing:handout",
        BATCHES,
        handed.HandoutWhole,
        "一张发放单及其各行，只写档案号",
    ),
    post(
        f"{UNIT}/handouts",
        "handing:plan",
        "aid.handout.plan",
        _PREPARE,
        says="编制发放单，逐行填写或发来名单",
        takes=handed.HandoutGiven,
        gives=handed.HandoutDone,
        status=201,
        room=FILE_BYTES,
    ),
    post(
        f"{UNIT}/handouts/check",
        "handing:check",
        "aid.handout.check",
        _PREPARE,
        says="逐行核对而不保存",
        takes=handed.HandoutGiven,
        gives=handed.HandoutChecked,
        room=FILE_BYTES,
        looks=True,
    ),
    post(
        f"{_H}/approve",
        "handing:approve",
        "aid.handout.approve",
        _APPROVE,
        says="批准发放单",
        takes=asked.OpinionGiven,
        gives=handed.HandoutDone,
    ),
    post(
        f"{_H}/refuse",
        "handing:refuse",
        "aid.handout.refuse",
        _APPROVE,
        says="否决发放单",
        takes=asked.ReasonGiven,
        gives=handed.HandoutDone,
    ),
    post(
        f"{_H}/withdraw",
        "handing:withdraw",
        "aid.handout.withdraw",
        _PREPARE,
        says="撤销尚未发放的发放单",
        takes=asked.ReasonGiven,
        gives=handed.HandoutDone,
    ),
    post(
        f"{_H}/issue",
        "handing:issue",
        "aid.handout.issue",
        _PREPARE,
        says="发放，物资出库，生成已提交的草稿",
        takes=handed.HandoutIssueGiven,
        gives=handed.HandoutDone,
    ),
    post(
        f"{_H}/sign",
        "handing:sign",
        "aid.handout.sign",
        _PREPARE,
        says="登记签收的各行，签收单只写摘要",
        takes=handed.SheetSignedGiven,
        gives=handed.HandoutSigned,
    ),
    post(
        f"{_H}/return",
        "handing:give_back",
        "aid.handout.return",
        _PREPARE,
        says="无人领取的退回入库，生成已提交的草稿",
        takes=handed.HandoutBackGiven,
        gives=said.GoodsMoved,
    ),
)
