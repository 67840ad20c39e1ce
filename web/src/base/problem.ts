/** What went wrong, in a form a page can show: the hall's problem, or that the hall could not be reached. */
import type { FieldProblem, ProblemBody, ProblemCode } from '../../../shared/base/problems.ts';
import type { Bilingual } from '../../../shared/base/words.ts';

/** Problems of the pages' own, beside those the hall answers with. */
type OwnCode = 'offline' | 'signed-out' | 'unreadable' | 'upload-failed';

const own: Readonly<Record<OwnCode, Bilingual>> = {
  offline: {
    zh: '连不上办事大厅。您填的内容还在这个页面上，没有丢；请检查网络后重试。',
    en: 'The hall cannot be reached. What you typed is still on this page. Check your connection and try again.',
  },
  'signed-out': {
    zh: '登录已过期，请重新登录。您填的内容没有丢。',
    en: 'You have been signed out. Sign in again; what you typed is kept.',
  },
  unreadable: { zh: '系统出了问题，请稍后重试。', en: 'Something went wrong on our side. Try again later.' },
  'upload-failed': { zh: '文件没有传上去，请重试。', en: 'The file did not upload. Try again.' },
};

/** Thrown by every call that does not succeed. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | OwnCode;
  readonly detail: Bilingual;
  readonly errors: readonly FieldProblem[];
  readonly correlationId: string | undefined;

  constructor(
    code: ProblemCode | OwnCode,
    detail: Bilingual,
    errors: readonly FieldProblem[] = [],
    correlationId?: string,
  ) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.correlationId = correlationId;
  }
}

export function ownProblem(code: OwnCode): ApiProblem {
  return new ApiProblem(code, own[code]);
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : ownProblem('unreadable');
}

/** Reads an error answer. API Gateway's own (`{"message": "Unauthorized"}`) carry no problem body. */
export function problemFrom(status: number, body: Partial<ProblemBody> | undefined): ApiProblem {
  const code = body?.type?.replace('urn:banshi:problem:', '');
  if (body?.detail !== undefined && isCode(code))
    return new ApiProblem(code, body.detail, body.errors, body.correlationId);
  return ownProblem(status === 401 ? 'signed-out' : status === 503 || status === 504 ? 'offline' : 'unreadable');
}

/** The list of codes is the hall's; a newer hall may know one that these pages do not. */
function isCode(code: string | undefined): code is ProblemCode {
  return code !== undefined && code !== '';
}
