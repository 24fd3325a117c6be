"""The header words of a sheet, Chinese and English, and the fields they stand for.

To teach another word, add it to its row; spaces, case, full width, traditional characters and what stands in brackets
do not matter. The first Chinese word of a row heads the column of a template.
"""

import re
from functools import cache

from language.characters import fold

CLIENTS: dict[str, str] = {
    "name": "客户名称 名称 客户 集团名称 集团客户名称 集团 单位 单位名称 公司 公司名称 姓名 client company",
    "aliases": "别名 简称 又名 曾用名 俗称 alias short_name short_names nickname",
    "class_": "级别 客户级别 等级 类别 客户类别 分类 客户分类 客户等级 集团级别 卡类 class level grade tier type",
    "industry": "行业 所属行业 行业类别 industry sector",
    "sub_industry": "子行业 细分行业 行业细分 小类 subindustry",
    "district": "区域 区县 县区 地区 片区 所在区县 所属区域 district area region county",
    "district_character": "区域特点 地区特点 district_characteristics",
    "address": "地址 单位地址 通信地址 通讯地址 详细地址 办公地址 address",
    "company_type": "企业性质 单位性质 公司类型 企业类型 客户类型 ownership",
    "legal_representative": "法人代表 法定代表人 法人 法人姓名 legal_rep",
    "founded_on": "成立日期 成立日 成立时间 创立日期 建厂日期 周年日 founded founding_day founding_date established",
    "phone": "电话 联系电话 单位电话 办公电话 手机 手机号 手机号码 telephone tel mobile",
    "fax": "传真 传真号码 传真号",
    "payment_number": "集团付费号码 付费号码 付费账号 payment_account",
    "scope": "经营范围 业务范围 主营业务 business_scope",
    "profile": "简介 客户简介 单位简介 集团简介 概况 客户概况 description about",
    "rank_by_revenue": "营收排名 收入排名 产值排名 revenue_rank",
    "rank_by_tax": "纳税排名 税收排名 利税排名 tax_rank",
    "it_level": "信息化水平 信息化程度 资讯化程度 it",
    "employees": "员工人数 员工数 人数 本地员工数 职工人数 在职人数 headcount staff_count local_employees",
    "phones_in_use": "手机构成 在用手机 phones",
    "phone_bill_policy": "话费报销政策 话费政策 报销政策 phone_policy",
    "status": "状态 客户状态 在网状态",
    "user_name": "使用人 使用人姓名 实际使用人 user users_name",
    "employer": "工作单位 就职单位 所在单位 workplace",
    "id_type": "证件类型 证件种类",
    "id_number": "证件号码 证件号 身份证号 身份证号码",
    "manager": "客户经理 负责人 责任经理 责任客户经理 归属客户经理 经理 account_manager client_manager owner",
    "chief_manager": "首席客户经理 首席经理 首席 chief",
}

PERSONS: dict[str, str] = {
    "client": "客户名称 客户 所属客户 所属集团 集团 集团名称 集团客户名称 单位 单位名称 公司 公司名称 工作单位 company",
    "name": "姓名 联系人姓名 关键人 关键人物 人员姓名 名字 名称 联系人 person full_name contact contact_name",
    "sex": "性别 gender",
    "position": "职务 职位 岗位 职称 title job_title post",
    "department": "部门 所在部门 科室 处室 dept",
    "role": "角色 关键人物角色 关键人类型 人物类型 类型 关键人类别 person_role",
    "phone": "电话 手机 手机号 手机号码 联系电话 移动电话 mobile tel telephone cell phone_number",
    "second_contact": "第二联系方式 备用电话 其他联系方式 备用联系方式 第二联络方式 办公电话 微信 other_contact",
    "birthday": "生日 出生日期 出生年月日 出生年月 birth_date date_of_birth dob birth",
    "birthday_type": "生日类型 历法 公历农历 公历/农历 阴历阳历 生日历法 calendar birthday_calendar",
    "festivals": "关注节日 节日 看重的节日 在意的节日 festival holidays",
    "hobbies": "爱好 兴趣爱好 兴趣 个人爱好 hobby interests",
    "preferences": "偏好 喜好 喜好禁忌 偏好与禁忌 习惯偏好 preference likes",
    "wishes": "愿望与意见 意见 诉求 期望 愿望 需求与意见 建议与投诉 wishes_and_complaints complaints",
    "notes": "备注 说明 个性化信息 其他 其他信息 note remarks remark comment comments",
    "nicknames": "称呼 昵称 别名 小名 nickname alias aliases",
    "consent": "同意保存资料 同意 授权 个人信息授权 已授权 consent_at",
}

CONTRACTS: dict[str, str] = {
    "client": "客户名称 客户 所属客户 集团 集团名称 集团客户名称 单位 单位名称 公司 公司名称 甲方",
    "subject": "合同 合约 合同名称 合约名称 合同内容 业务 业务名称 产品 产品名称 项目 项目名称 名称 contract what",
    "owner": "客户方负责人 项目负责人 客户负责人 业务负责人 甲方负责人 联系人 clients_project_owner project_owner",
    "starts_on": "开始日期 起始日期 生效日期 签约日期 签订日期 开始时间 起始日 生效日 start start_date from",
    "ends_on": "到期日期 到期日 到期时间 结束日期 终止日期 截止日期 截止日 到期 end end_date expires expiry until",
}

TABLES = {"clients": CLIENTS, "persons": PERSONS, "contracts": CONTRACTS}

REQUIRED = {"clients": ("name",), "persons": ("client", "name"), "contracts": ("client", "subject")}

NAMED = {"clients": "name", "persons": "name", "contracts": "subject"}
"""The field that a row is called by; of a contract what it is about."""


def _plain(header: str) -> str:
    bare = re.sub(r"\(.*?\)|\[.*?\]|\*", "", fold(header))
    return re.sub(r"[\s_\-/:.'’]", "", bare)


@cache
def _words(noun: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, words in TABLES[noun].items():
        for word in (field.rstrip("_"), field.replace("_on", ""), *words.split()):
            found.setdefault(_plain(word), field)
    return found


def field_of(noun: str, header: str) -> str | None:
    """The field that a header stands for in a sheet of a noun, None for one that is not ours."""
    return _words(noun).get(_plain(header)) if header else None


def is_known(header: str) -> bool:
    """Whether a header belongs to any sheet of ours."""
    return any(field_of(noun, header) for noun in TABLES)


def noun_of(headers: list[str]) -> str | None:
    """Which sheet these headers make: one that names a client and an end is a sheet of contracts, one that names a
    client and a person besides is a sheet of persons."""
    contracts = {field_of("contracts", header) for header in headers}
    if {"client", "subject", "ends_on"} <= contracts:
        return "contracts"
    persons = {field_of("persons", header) for header in headers}
    clients = {field_of("clients", header) for header in headers}
    plain = {_plain(header) for header in headers}
    person_like = {"sex", "position", "birthday", "department", "role", "birthday_type", "hobbies"} & persons
    if {"client", "name"} <= persons and (person_like or not {"manager", "class_", "industry"} & clients):
        return "persons"
    if "name" in clients and not ({"姓名"} & plain and "client" in persons):
        return "clients"
    return None
