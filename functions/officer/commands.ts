/** The desk's commands: each is a rule of the cases room, run on one case. */
import type * as z from 'zod';
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import type { Person } from '../../shared/base/person.ts';
import { Problem } from '../../shared/base/problems.ts';
import type { CaseHead, Material } from '../../shared/cases/case.ts';
import type { consultBody } from '../../shared/cases/commands.ts';
import * as consulting from '../../shared/cases/consulting.ts';
import * as handling from '../../shared/cases/handling.ts';
import type { Context, Outcome } from '../../shared/cases/outcome.ts';
import { runCommand } from '../../shared/cases/run-command.ts';
import { type Action, actingAs } from '../../shared/cases/transitions.ts';
import { type CaseDeps, pinnedItem } from '../case-deps.ts';
import type { officerApi } from './api.ts';
import { actedOnBy } from './desk.ts';

type CommandKey = Extract<keyof typeof officerApi, `POST /v1/agency/cases/{caseId}/${string}`>;
type CommandCall = Pick<Call<Operation>, 'idempotency' | 'now'> & { caller: Person; params: { caseId: string } };
type Rule<B> = (head: CaseHead, body: B, context: Context, files: readonly Material[]) => Outcome | Problem;

export function commandHandlers(deps: CaseDeps): Pick<Handlers<typeof officerApi>, CommandKey> {
  const command =
    <B>(action: Action, rule: Rule<B>) =>
    async (call: CommandCall & { body: B }) => ({ body: await act(deps, action, call, rule) });
  return {
    'POST /v1/agency/cases/{caseId}/claim': command('claim', (head, _body, context) => handling.claim(head, context)),
    'POST /v1/agency/cases/{caseId}/release': command('release', (head, _body, context) =>
      handling.release(head, context),
    ),
    'POST /v1/agency/cases/{caseId}/request-correction': async (call) => ({
      // Only marks are held against the files they lie on.
      body: await act(
        deps,
        'request-correction',
        call,
        handling.requestCorrection,
        call.body.marks === undefined ? 'head' : 'whole',
      ),
    }),
    'POST /v1/agency/cases/{caseId}/accept': command('accept', handling.accept),
    'POST /v1/agency/cases/{caseId}/refuse': command('refuse', handling.refuse),
    'POST /v1/agency/cases/{caseId}/suspend': command('suspend', handling.suspend),
    'POST /v1/agency/cases/{caseId}/resume': command('resume', handling.resume),
    'POST /v1/agency/cases/{caseId}/extend': command('extend', handling.extend),
    'POST /v1/agency/cases/{caseId}/consult': command<z.infer<typeof consultBody>>('consult', (head, body, context) =>
      consulting.consult(head, body, (code) => deps.catalogue.agency(code)?.name, context),
    ),
    'POST /v1/agency/cases/{caseId}/withdraw-consult': command('withdraw-consult', consulting.withdrawConsult),
    'POST /v1/agency/cases/{caseId}/terminate': command('terminate', handling.terminate),
    'POST /v1/agency/cases/{caseId}/reopen': command('reopen', handling.reopen),
    'POST /v1/agency/cases/{caseId}/answer-work-order': command('answer-work-order', handling.answerWorkOrder),
    'POST /v1/agency/cases/{caseId}/propose': command('propose', handling.propose),
    'POST /v1/agency/cases/{caseId}/return': command('return', handling.returnProposal),
    'POST /v1/agency/cases/{caseId}/decide': command('decide', handling.decide),
    'POST /v1/agency/cases/{caseId}/deliver': command('deliver', handling.deliver),
  };
}

/** Runs a rule on a case of the caller's own agency, in the capacity in which the action is theirs. */
async function act<B>(
  deps: CaseDeps,
  action: Action,
  call: CommandCall & { body: B },
  rule: Rule<B>,
  reads: 'head' | 'whole' = 'head',
) {
  const { caller, params, body, idempotency, now } = call;
  const kind = actingAs(action, caller.roles);
  if (kind === undefined) throw new Problem('forbidden');
  const actor = { kind, id: caller.id, name: caller.name };
  return runCommand(deps.cases, {
    caseId: params.caseId,
    idempotency,
    now,
    reads,
    mine: actedOnBy(caller),
    decide: ({ head, materials }) => ({
      outcome: rule(head, body, { item: pinnedItem(deps, head), actor, now }, materials),
    }),
  });
}
