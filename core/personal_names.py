"""Names of persons in free text: after cue words, before titles of office, and those the vault knows. Nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰"
    "郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利师巩"
    "聂关荆游竺权盖益桓公佟佘岳帅覃阳粟肖闫亓付代邝苟揭漆敬晋佴仝原青但冼涂敖冷辛简沙鞠丰查初展生蹇矫"
)
_DOUBLE = [
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "长孙",
    "宇文",
    "端木",
    "南宫",
    "独孤",
    "呼延",
    "轩辕",
]
# Surnames that are rather words when they stand before a title or after 本人.
_WORDLIKE = "于和时任常高全党国路管计应解从能都和别强干平明成水经原生单公但向家原初通广安连居关文方代东边房山车师农项谈满利益展青"
_COMMON = "".join(c for c in _SURNAMES if c not in _WORDLIKE)
_GIVEN = r"[一-鿿]"
_NOT_GIVEN = "的了是在有和与及也都就不我你他她它们这那于被把对向从到给请让叫说因为所以但没去来年月日号元市县区镇乡村局厅处科委会部门院校某先女士男住系身电联手话"

_FULL = rf"(?:(?:{'|'.join(_DOUBLE)})[^{_NOT_GIVEN}\W\da-zA-Z]{{1,2}}|[{_SURNAMES}][^{_NOT_GIVEN}\W\da-zA-Z]{{1,2}})"
_COMMON_NAME = (
    rf"(?:(?:{'|'.join(_DOUBLE)})[^{_NOT_GIVEN}\W\da-zA-Z]{{1,2}}|[{_COMMON}][^{_NOT_GIVEN}\W\da-zA-Z]{{1,2}})"
)
_AFTER = r"(?=$|[\s,，。.;；、:：!！?？()（）“”\"'\[\]<>《》/|]|男|女|身份证|电话|手机|联系|住|系|\d|现|今年|性别|年龄|先生|女士|同志|家住|籍贯|汉族|[A-Za-z])"
_LABELLED = (
    "姓名",
    "联系人",
    "信访人",
    "投诉人",
    "反映人",
    "来信人",
    "举报人",
    "留言人",
    "申请人",
    "户主",
    "当事人",
    "法定代表人",
    "法人代表",
    "监护人",
    "收件人",
    "被举报人",
    "被投诉人",
    "经办人",
    "落款",
    "署名",
    "签名",
    "此致",
    "患者",
    "死者",
    "受害人",
    "被害人",
    "原告",
    "被告",
    "来访人",
    "代理人",
    "委托人",
    "承包人",
    "申诉人",
    "控告人",
    "求助人",
    "业主",
)
_SPOKEN = (
    "我叫",
    "名叫",
    "我是",
    "本人",
    "叫做",
    "我名",
    "姓名",
    "丈夫",
    "妻子",
    "老公",
    "老婆",
    "父亲",
    "母亲",
    "儿子",
    "女儿",
    "爱人",
    "哥哥",
    "弟弟",
    "姐姐",
    "妹妹",
    "爷爷",
    "奶奶",
)
_LABEL_RE = re.compile(rf"(?:{'|'.join(_LABELLED)})(?:[:：为是\s]|叫|名叫){{0,3}}({_COMMON_NAME}){_AFTER}")
_LABEL_COLON_RE = re.compile(rf"(?:{'|'.join(_LABELLED)})\s*[:：]\s*({_FULL}){_AFTER}")
_SPOKEN_RE = re.compile(rf"(?:{'|'.join(_SPOKEN)})(?:[:：为是\s]|叫|名叫|名字叫|姓名){{0,2}}({_COMMON_NAME}){_AFTER}")
_CALLED_RE = re.compile(rf"(?:我叫|名叫|我名叫|名字叫|姓名是?)\s*[:：]?\s*({_COMMON_NAME})")
_TITLES = [
    "书记",
    "市长",
    "县长",
    "区长",
    "镇长",
    "乡长",
    "局长",
    "厅长",
    "处长",
    "科长",
    "省长",
    "州长",
    "主任",
    "副市长",
    "副县长",
    "副区长",
    "副局长",
    "副书记",
    "副主任",
    "副镇长",
    "副乡长",
    "副处长",
    "副科长",
    "所长",
    "副所长",
    "院长",
    "副院长",
    "校长",
    "副校长",
    "站长",
    "队长",
    "大队长",
    "支队长",
    "组长",
    "村长",
    "村主任",
    "村支书",
    "支书",
    "法官",
    "警官",
    "检察官",
    "民警",
    "老师",
    "医生",
    "经理",
    "总经理",
    "董事长",
    "科员",
    "同志",
    "先生",
    "女士",
]
_TITLE_RE = re.compile(
    rf"(?:^|(?<=[\s,，。.;；、:：!！?？()（）“”\"的向给由请找与和对是称让跟把被及至致局委府院校所队员人长区市县镇村厅]))({_COMMON_NAME})(?=(?:{'|'.join(_TITLES)}))"
)
_TITLE_FIRST_RE = re.compile(
    rf"(?:书记|市长|县长|区长|镇长|局长|厅长|处长|科长|主任|所长|院长|校长|队长|村长|支书|法官|民警)({_COMMON_NAME}){_AFTER}"
)
_NO_NAME = re.compile(
    r"副|支部|党|总支|常务|政府|领导|有关|相关|部|委|办公|居民|业主|村民|老师|主任|书记|经理|医生|学生|家长|单位|公司|开发|物业|小区|社区|街道|负责|值班|网友|本地|外地|农民|退休|退伍|职工|工人|员工|老人|小孩|孩子"
)
_TITLE_MARKS = (
    "书记",
    "长",
    "主任",
    "支书",
    "法官",
    "警",
    "检察官",
    "老师",
    "医生",
    "经理",
    "科员",
    "同志",
    "先生",
    "女士",
)


def find_names(text: str, known_names: Sequence[str] = ()) -> Iterator[tuple[str, int, int, bool]]:
    """(kind, start, end, valid) of names: known ones anywhere, others after cue words or before titles."""
    for name in known_names:
        if len(name) >= 2:
            yield from (("name", m.start(), m.end(), True) for m in re.finditer(re.escape(name), text))
    if any(cue in text for cue in _LABELLED):
        yield from _named(text, _LABEL_COLON_RE, _LABEL_RE)
    if any(cue in text for cue in _SPOKEN):
        yield from _named(text, _CALLED_RE, _SPOKEN_RE)
    if any(mark in text for mark in _TITLE_MARKS):
        yield from _named(text, _TITLE_RE, _TITLE_FIRST_RE)


def _named(text: str, *patterns: re.Pattern[str]) -> Iterator[tuple[str, int, int, bool]]:
    for pattern in patterns:
        for m in pattern.finditer(text):
            if not _NO_NAME.search(m[1]):
                yield "name", m.start(1), m.end(1), True


def surname(name: str) -> str:
    """The family name of `name`: its first character, or two for double surnames."""
    return name[:2] if name[:2] in _DOUBLE and len(name) > 2 else name[:1]
