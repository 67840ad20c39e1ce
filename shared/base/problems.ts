/**
 * Every problem the hall can answer with (RFC 9457): type, status and a sentence the person can act on.
 *
 * `detail` never repeats what was sent. A new problem is a row here; anything else that is thrown is `internal`, a 500
 * with a correlation id and nothing more.
 */
import * as z from 'zod';
import { bilingual } from './words.ts';

const p = (status: number, zh: string, en: string) => ({ status, title: { zh, en } }) as const;

export const problems = {
  'bad-request': p(400, '请求格式不对，请检查后重试。', 'The request is not well-formed. Check it and try again.'),
  'invalid-json': p(400, '提交的内容不是有效的 JSON。', 'The body is not valid JSON.'),
  'invalid-fields': p(422, '有几处需要改正，请看每一项的说明。', 'Some fields need correcting. See the note on each.'),
  'bad-cursor': p(
    400,
    '翻页标记无效，请从第一页重新开始。',
    'This page marker is not valid. Start again from the first page.',
  ),
  'idempotency-key-missing': p(
    400,
    '缺少 Idempotency-Key，请带上后重试。',
    'Send an Idempotency-Key header with this call.',
  ),
  'idempotency-key-reused': p(
    422,
    '同一个 Idempotency-Key 用在了不同的请求上。',
    'This Idempotency-Key was used for a different request.',
  ),
  'draft-outdated': p(
    409,
    '这个事项已经更新，请先把草稿换到新版本，补上需要重新填写的内容再提交。',
    'The item has changed. Move the draft to the new version and answer what is asked again, then submit.',
  ),
  'version-missing': p(
    428,
    '请带上 If-Match，说明您改的是哪一版草稿。',
    'Send If-Match with the draft version you are changing.',
  ),
  'stale-version': p(
    412,
    '草稿在别处已改过。请取回最新一版再改，您刚填的内容没有丢。',
    'The draft was changed elsewhere. Fetch the latest version and try again; nothing stored was lost.',
  ),
  unauthorized: p(401, '请先登录。', 'Please sign in.'),
  forbidden: p(403, '您的身份不能办理这一步。', 'Your role does not allow this.'),
  'not-found': p(404, '没有找到，或不在您的权限之内。', 'Not found, or not yours to see.'),
  'item-faulty': p(
    422,
    '事项内容有不符合规则的地方，请按每一处的说明改正。',
    'The item breaks some rules. See the note on each place.',
  ),
  'proposal-overtaken': p(
    409,
    '这个事项已有更新的版本，请在新版本上重新提出。',
    'The item has a newer version by now. Propose the change again on top of it.',
  ),
  'proposal-late': p(
    409,
    '拟定的生效日期已经过去，请改日期后重新提出。',
    'The day it was to be in force from has passed. Propose it again with another day.',
  ),
  'item-not-found': p(404, '没有这个事项。', 'There is no such service item.'),
  'method-not-allowed': p(405, '这个地址不支持这种操作。', 'This address does not take that method.'),
  'wrong-state': p(409, '事项现在所处的阶段不能这样办理。', 'The case is not in a state that allows this.'),
  'correction-used': p(
    409,
    '补正只能一次性告知，这件已经告知过了。',
    'A correction can be asked for only once, and it was.',
  ),
  'extension-used': p(
    409,
    '办理期限只能延长一次，这件已经延长过了。',
    'The time limit can be extended only once, and it was.',
  ),
  'period-over': p(409, '期限已经届满，不能再延长。', 'The time limit has run out; it cannot be extended any more.'),
  'not-handler': p(409, '请先认领这件，再办理。', 'Claim the case before you act on it.'),
  'own-case': p(
    403,
    '这是您本人申请或代办的办件，依法应当回避，请由其他同事办理。',
    'You applied for this yourself, or for somebody else: a colleague has to handle it.',
  ),
  'already-claimed': p(409, '这件已由别的同事认领。', 'Another officer holds this case.'),
  'four-eyes': p(
    409,
    '提出意见的人不能自己作决定，请由另一位审批人决定。',
    'Whoever proposed cannot decide. Another officer must.',
  ),
  'own-matter': p(
    403,
    '这是您本人或由您代办的缴费，按回避规定请由别人办理。',
    'This is your own payment, or one you make for somebody. Another officer must deal with it.',
  ),
  'opinions-outstanding': p(
    409,
    '还有部门的意见没有回来，回复期限也还没到，请等意见齐了再办。',
    'An agency that was asked has not answered yet and still has time. Wait for it.',
  ),
  'not-joint': p(
    409,
    '这个事项不是联合办理的，不能转其他部门提意见。',
    'This item is not decided jointly, so no other agency can be asked.',
  ),
  'consults-full': p(
    409,
    '这件征求意见的次数已满，请先用已有的意见办理。',
    'No more opinions can be asked for in this case. Go on with those there are.',
  ),
  'not-asked-by-item': p(
    422,
    '不能要求事项没有列出的材料或内容。',
    'The item does not name this, so it cannot be asked for.',
  ),
  'material-not-ready': p(
    409,
    '材料还在检查中，请稍候再提交。',
    'A file is still being checked. Wait a moment and try again.',
  ),
  'material-refused': p(409, '有材料没有通过检查，请重新上传。', 'A file did not pass the check. Upload it again.'),
  'material-not-uploaded': p(409, '还没有收到这个文件，请先上传。', 'The file has not arrived. Upload it first.'),
  'material-too-many': p(
    409,
    '这项材料的文件数已满，请先删除再上传。',
    'This material has all the files it may have. Remove one first.',
  ),
  'document-not-ready': p(409, '文书正在制作，请稍候。', 'The document is still being made. Wait a moment.'),
  'too-many-drafts': p(
    409,
    '您的草稿太多了，请先删除不用的。',
    'You have too many drafts. Delete those you do not need.',
  ),
  'in-package': p(
    409,
    '这份申请属于一件事，请在那里一起填写和提交。',
    'This application is part of a package. Fill it in and submit it there.',
  ),
  'not-consented': p(
    403,
    '授权不在有效期内，或没有包含这个事项。',
    'There is no consent in force that covers this item.',
  ),
  'wrong-agent': p(
    409,
    '这份授权不是给您的：姓名不符，或授权人就是您自己。',
    'This consent is not for you: the name differs, or it is your own.',
  ),
  'too-many-consents': p(409, '您的授权太多了。', 'You have given too many consents.'),
  'empty-selection': p(422, '还没有选中任何一件，请先勾选再办理。', 'Nothing is selected yet. Tick the cases first.'),
  'too-late': p(409, '已超过一分钟，不能撤销了。', 'The minute to undo this is over.'),
  'lease-lost': p(409, '这项任务的租约已失效，请重新领取。', 'Your lease on this job has ended. Lease it again.'),
  'booking-refused': p(409, '现在不能这样预约，原因如下。', 'This cannot be booked now; every reason is listed.'),
  'patient-differs': p(
    409,
    '这个证件号码已用另一个姓名登记，请核对。',
    'This identity number is registered under another name. Check both.',
  ),
  'patient-has-account': p(
    409,
    '已有别的账号登记为这位就诊人的本人或监护人。如果不是您授意的，请带身份证（孩子带户口簿）到医院窗口核对。',
    'Another account is registered as this person, or as the child’s guardian. If you did not mean that, bring the identity card (for a child the family register) to the hospital’s window.',
  ),
  'too-many-tries': p(429, '您点得太快了，请等几秒再试。', 'Too many tries. Wait a few seconds.'),
  'fee-unpaid': p(409, '费用还没有缴清，暂不能办理这一步。', 'The fee has not been paid yet, so this cannot go on.'),
  'payment-under-way': p(
    409,
    '正在缴费，请等缴费结束或订单关闭后再改。',
    'A payment is under way. Wait until it ends or the order closes.',
  ),
  'reduction-open': p(
    409,
    '您的减免申请正在审核。要先缴费，请撤回申请。',
    'Your request to pay less is being looked at. To pay first, withdraw it.',
  ),
  'evidence-needed': p(
    422,
    '请上传证明，或者填写证件名称和号码。',
    'Upload evidence, or give a certificate with its number.',
  ),
  'refund-open': p(409, '这笔缴费已有退款在办理。', 'A refund of this payment is already under way.'),
  'not-paid-then': p(
    422,
    '转账日期应在提出退款之后，不能晚于今天。',
    'The transfer was made after the refund was asked for, and not after today.',
  ),
  'no-match': p(
    409,
    '这笔来款与那笔缴费的金额或状态不符，不能对上。',
    'This money does not fit that order: its amount or state differs.',
  ),
  'too-much': p(422, '金额超过了可以减免或退还的数额。', 'The amount is more than can be reduced or refunded.'),
  'not-paid-here': p(409, '这个部门没有开通这种缴费方式。', 'This agency does not take this way of paying.'),
  'provider-unavailable': p(
    503,
    '支付机构暂时没有回应，请稍后再试；没有扣款。',
    'The payment provider does not answer right now. Try again shortly; nothing was charged.',
  ),
  'receipt-not-ready': p(409, '电子票据正在开具，请稍候。', 'The e-receipt is still being issued. Wait a moment.'),
  'differences-open': p(
    409,
    '还有差异没有处理，不能签字。',
    'There are differences still open, so the day cannot be signed off.',
  ),
  conflict: p(409, '刚才有人同时在改，请重试。', 'Someone else changed this at the same moment. Try again.'),
  'too-large': p(413, '提交的内容太大。', 'What you sent is too large.'),
  'unsupported-media-type': p(415, '请用 JSON 提交。', 'Send JSON.'),
  'wrong-applicant-kind': p(422, '这个事项不面向您这类申请人。', 'This item is not for your kind of applicant.'),
  'too-busy': p(503, '现在太忙，请过一会儿再试。', 'Too busy right now. Try again shortly.'),
  internal: p(
    500,
    '系统出了问题，您填的内容没有丢。请稍后重试。',
    'Something went wrong on our side. Nothing you stored was lost. Try again later.',
  ),
} as const;
export type ProblemCode = keyof typeof problems;

/** One entry per bad field: where (`answers.idNumber`, `materials.identity`, `body.score`) and what to do about it. */
export const fieldProblem = z.strictObject({ field: z.string(), code: z.string(), message: bilingual });
export type FieldProblem = z.infer<typeof fieldProblem>;

/** The body of every error answer, `application/problem+json`. */
export const problemBody = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: bilingual,
  correlationId: z.string().optional(),
  errors: z.array(fieldProblem).optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;

/** Thrown (or returned by rules as a refusal) and answered as problem+json. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldProblem[];
  constructor(code: ProblemCode, errors: readonly FieldProblem[] = []) {
    super(code);
    this.code = code;
    this.errors = errors;
  }
}

/** Shape of the answer to a problem. */
export function problemAnswer(problem: Problem, correlationId?: string): ProblemBody {
  const { status, title } = problems[problem.code];
  return {
    type: `urn:banshi:problem:${problem.code}`,
    title: title.en,
    status,
    detail: title,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(problem.errors.length === 0 ? {} : { errors: [...problem.errors] }),
  };
}
