/** Every error of the façade as an OperationOutcome: one issue for each conflict, with its code. Pure. */
import type * as fhir from '@medplum/fhirtypes';
import { type Problem, type ProblemCode, problems } from '../../base/problems.ts';
import { systems } from './resources.ts';

type IssueCode = fhir.OperationOutcomeIssue['code'];

/** What is asked for in a way that FHIR does not know, or the façade does not offer. */
export class FhirFault extends Error {
  readonly status: number;
  readonly code: IssueCode;
  readonly details: readonly string[];
  constructor(status: number, code: IssueCode, details: string | readonly string[]) {
    super(code);
    this.status = status;
    this.code = code;
    this.details = typeof details === 'string' ? [details] : details;
  }
}

export const faultOutcome = ({ code, details }: FhirFault): fhir.OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: details.map((text) => ({ severity: 'error', code, details: { text }, diagnostics: text })),
});

const issueCodes: Partial<Record<ProblemCode, IssueCode>> = {
  'not-found': 'not-found',
  unauthorized: 'login',
  forbidden: 'forbidden',
  'invalid-json': 'structure',
  'unsupported-media-type': 'structure',
  'too-large': 'too-long',
  'booking-refused': 'conflict',
  conflict: 'conflict',
  'stale-version': 'conflict',
  'idempotency-key-reused': 'duplicate',
  'too-many-tries': 'throttled',
  'too-busy': 'transient',
  internal: 'exception',
};

/** @returns status and outcome; a 500 tells a correlation id and nothing more */
export function problemOutcome(
  problem: Problem,
  correlationId: string,
): { status: number; outcome: fhir.OperationOutcome } {
  const { status, title } = problems[problem.code];
  const code = issueCodes[problem.code] ?? 'processing';
  const whole: fhir.OperationOutcomeIssue = {
    severity: status >= 500 ? 'fatal' : 'error',
    code,
    details: { text: title.zh },
    diagnostics: status >= 500 ? correlationId : title.en,
  };
  const each = problem.errors.map(
    (one): fhir.OperationOutcomeIssue => ({
      severity: 'error',
      code,
      details: { coding: [{ system: systems.conflict, code: one.code }], text: one.message.zh },
      diagnostics: one.message.en,
    }),
  );
  return { status, outcome: { resourceType: 'OperationOutcome', issue: each.length > 0 ? [...each] : [whole] } };
}
