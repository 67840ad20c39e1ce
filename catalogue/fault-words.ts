/**
 * The faults of an item in Chinese, for the clerk who proposes a version at the desk. The rules state them in English, in one place
 * each; a test goes through every rule and sees that it has its sentence here.
 */

/** The sentence in Chinese; the English one after a heading when there is none, so that nothing is ever left untold. */
export function inChinese(reason: string): string {
  const [place = '', rest = ''] = /^((?:[\w-]+\.)*[\w-]+: )?(.*)$/s.exec(reason)?.slice(1) ?? ['', reason];
  for (const [pattern, sentence] of sentences) {
    const found = pattern.exec(rest) ?? pattern.exec(reason);
    if (found !== null) return sentence.replace(/\$(\d)/g, (_, group) => found[Number(group)] ?? '');
  }
  return `不符合规则：${place}${rest}`;
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^field name "(.*)" stands twice$/, '字段名“$1”重复'],
  [/^section name "(.*)" stands twice$/, '分组名“$1”重复'],
  [/^an option value stands twice$/, '选项值重复'],
  [/^material code "(.*)" stands twice$/, '材料代码“$1”重复'],
  [/^check code "(.*)" stands twice$/, '核验代码“$1”重复'],
  [/^applicant "(.*)" stands twice$/, '服务对象“$1”重复'],
  [/^keyword "(.*)" stands twice$/, '常用说法“$1”重复'],
  [/^theme "(.*)" stands twice$/, '主题“$1”重复'],
  [/^suspension "(.*)" stands twice$/, '特别程序“$1”重复'],
];

const guide: readonly (readonly [RegExp, string])[] = [
  [/^online depth IV means 0 visits, not (\d+)$/, '全程网办（IV 级）的到现场次数应为 0，不是 $1'],
  [/^0 visits means online depth IV$/, '到现场次数为 0 的事项，网办深度应为 IV 级'],
  [/^the result may go by post, but the form asks for no address$/, '结果可以邮寄，但申请表没有问地址'],
  [/^with 0 visits and no online delivery/, '到现场 0 次又不能网上送达的，结果必须可以邮寄'],
  [/^a fee names the document/, '收费要写明依据的文件，用《》括起'],
  [/^a fee standard states the amount$/, '收费标准要写明金额'],
  [/^online depth IV with a fee/, '全程网办的收费事项要支持网上缴费'],
  [/^the complaint phone is the enquiry phone$/, '投诉电话不能与咨询电话相同'],
  [/^enquiryPhone is not a phone number$/, '咨询电话不是有效的电话号码'],
  [/^complaintPhone is not a phone number$/, '投诉电话不是有效的电话号码'],
  [/^promised (\d+) days is over the statutory (\d+)$/, '承诺时限 $1 天超过了法定时限 $2 天'],
  [/^an instant item promises 1 working day at most, not (\d+)$/, '即办件最多承诺 1 个工作日，不是 $1'],
  [/^a promised item promises at least/, '承诺件至少承诺 1 个工作日'],
  [/^a joint item has 45 working days by law, not (\d+)$/, '联合办理的法定时限最长 45 个工作日，不是 $1'],
  [/^(.*) is not a date field of the form$/, '$1 不是申请表里的日期字段'],
  [/^only a licence \(01\) is renewed by law/, '只有行政许可（01）适用逾期未决定视为准予延续'],
  [/^only an instant item may waive four eyes$/, '只有即办件可以不经两人办理'],
  [/^only an instant item may be automatic$/, '只有即办件可以自动审批'],
  [/^an automatic item waives four eyes$/, '自动审批的事项要写明不经两人办理'],
  [/^an automatic item has at least one check/, '自动审批的事项至少要有一项自动核验'],
  [/^an automatic item cannot have a fee/, '自动审批的事项不能收费：决定在缴费之前就作出了'],
  [/^automatic, but (.*) has to be read by a person$/, '自动审批的事项不能有必须由人审看的材料 $1'],
  [/^the materials take (\d+) files together; (\d+) fit one filing$/, '各项材料合计可交 $1 个文件，一次申请最多 $2 个'],
  [/^an instant item has nothing to suspend$/, '即办件没有可以中止的时限'],
  [/^core field (\S+) \(.*\) says nothing in Chinese: "(.*)"$/s, '“$1”没有写出中文内容：“$2”'],
  [/^core field (\S+) \(.*\) says nothing in English: "(.*)"$/s, '“$1”没有写出英文内容：“$2”'],
  [/^unknown theme "(.*)"$/, '没有“$1”这个主题'],
];

const codes: readonly (readonly [RegExp, string])[] = [
  [/^the agency code has a wrong check digit/, '实施主体的统一社会信用代码校验位不对'],
  [/^the implementing code is agency \+ level \+ base code: (.*)$/, '实施编码应为主体代码 + 层级 + 基本编码：$1'],
  [/^the base code names no department/, '基本编码没有部门（第 5、6 位为 00）'],
  [/^the base code names no main item/, '基本编码没有主项（第 7 至 9 位为 000）'],
  [/^the base code says type (\d+), not (\d+)$/, '基本编码的类型是 $1，不是 $2'],
  [/^department (\d+) in the base code is that of agency (.*)$/, '基本编码里的部门 $1 属于另一个主体 $2'],
  [/^the agency's department is (\d+) elsewhere, not (\d+)$/, '本部门在其他事项里的部门码是 $1，不是 $2'],
  [/^version (\d+) of (\d+) stands in two files$/, '第 $1 版已经有了'],
  [/^version (\d+) must take effect after version (\d+) \((.*)\)$/, '第 $1 版的生效日期要晚于第 $2 版（$3）'],
  [/^a version cannot move an item to another agency$/, '新版本不能把事项改到别的主体'],
  [/^the item is not one of your agency$/, '这不是本部门的事项'],
  [/^the next version of this item is (\d+), not (\d+)$/, '这个事项的下一版是第 $1 版，不是第 $2 版'],
  [/^the day from which it is to be in force has passed$/, '生效日期已经过去'],
  [/^the day from which it is to be in force is more than two years away$/, '生效日期在两年以后，请核对年份'],
  [/^no such agency in agencies.yaml$/, '没有这个实施主体'],
];

const form: readonly (readonly [RegExp, string])[] = [
  [/^a condition looks at a field that stands before it; "(.*)" does not$/, '条件只能看它前面的字段，“$1”不在前面'],
  [/^a check looks at "(.*)", which the form does not have$/, '核验所看的“$1”不在申请表里'],
  [/^check (\S+) cannot look at "(.*)", a (\S+) field$/, '核验 $1 不能用于“$2”（$3 类型）'],
  [/^time-between compares two different days$/, '期间核验要比较两个不同的日子'],
  [/^field name "(.*)" is that of the day of application/, '字段名“$1”指申请当天，请换一个'],
  [/^same-person compares two fields of one type$/, '同一人核验的两个字段类型要相同'],
  [/^check (\S+) states min, max or both$/, '核验 $1 要写下限、上限或两者'],
  [/^min (\d+) is over max (\d+)$/, '下限 $1 大于上限 $2'],
  [/^more choices asked for than there are$/, '要求选的项数多于选项'],
  [/^notBefore is after notAfter$/, '最早日期晚于最晚日期'],
  [/^(\S+) to (\S+) is no range$/, '$1 到 $2 不是有效范围'],
  [/^a pattern needs patternHelp/, '有格式要求的字段要写格式说明（patternHelp）'],
  [/^a repetition inside a repetition is not allowed$/, '格式要求不能有重复中的重复'],
  [/^not a regular expression$/, '格式要求不是有效的正则表达式'],
  [/^"(.*)" is a (\S+) field; conditions look at/, '“$1”是 $2 字段；条件只能看单选、多选和是否字段'],
  [/^"(.*)" never has the value (.*)$/, '“$1”不会取到 $2'],
  [/^field name "(.*)" is a word of the language/, '字段名“$1”是保留字，请换一个'],
  [/^a bare template: (\d+) question/, '空模板：自己的问题只有 $1 个，又没有自己的材料；请问清办这件事需要知道的'],
  [
    /^a bare template: its own questions and materials are those of (\d+) \((.*)\)$/,
    '空模板：问题和材料与 $1（$2）完全一样',
  ],
];

const text: readonly (readonly [RegExp, string])[] = [
  [/^anchors and aliases/, '这里不用锚点和别名（& 和 *）'],
  [/^part (\S+) includes itself$/, '公共部分 $1 包含了自己'],
  [/^a part is a list of entries$/, '公共部分应是一个列表'],
  [/^there is no part (\S+) \(/, '没有公共部分 $1'],
  [/^is missing$/, '缺少这一项'],
  [/unknown key "(.*)"$/, '没有“$1”这一项'],
  [/^invalid option: expected one of (.*)$/, '只能是 $1 之一'],
  [/^invalid input: expected (\S+), received (\S+)$/, '类型不对：应为 $1，不是 $2'],
  [/^invalid input: expected (.*)$/, '应为 $1'],
  [/^invalid string: must match pattern (.*)$/s, '格式不对，应符合 $1'],
  [/^invalid ISO date$/, '不是有效的日期（yyyy-mm-dd）'],
  [/^too small: expected (?:string|array) to have >=(\d+)/, '太少：至少 $1'],
  [/^too small: expected \S+ to be >=?(\S+)$/, '太小：不能小于 $1'],
  [/^too big: expected (?:string|array) to have <=(\d+)/, '太多：最多 $1'],
  [/^too big: expected \S+ to be <=?(\S+)$/, '太大：不能大于 $1'],
  [/^invalid input$/, '格式不对'],
  // What the parser of YAML itself says.
  [/^Map keys must be unique$/, '同一项写了两次'],
  [
    /^Implicit keys? need|^Implicit map keys|^Nested mappings are not allowed|^All mapping items|^All collection items/,
    '缩进或冒号写法不对',
  ],
  [/^Missing closing|^Unexpected end|^Flow (?:sequence|map|collection)/, '引号或括号没有配对'],
  [
    /^(?:Unexpected|Unresolved|Plain value|Block|Tabs|Insufficient|Missing|Comments|Source contains|A block|Invalid|Bad indentation)/,
    '文本格式（YAML 或 JSON）不对',
  ],
];

const sentences = [...kinds, ...guide, ...codes, ...form, ...text];
