/** Consents: given, handed over by a code, accepted, revoked by who gave it and renounced by who has it. */
import * as z from 'zod';
import { randomCode } from '../../shared/base/ids.ts';
import type { Call, Handlers } from '../../shared/base/operation.ts';
import { type FieldProblem, Problem } from '../../shared/base/problems.ts';
import { dayOf, secondsAfter } from '../../shared/base/time.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import {
  acceptDays,
  acceptRefusal,
  type Consent,
  type ConsentView,
  longestDays,
  stateOn,
} from '../../shared/cases/consent.ts';
import type { CaseDeps } from '../case-deps.ts';
import type { citizenApi } from './api.ts';

type Keys = Extract<keyof typeof citizenApi, `${string} /v1/me/consents${string}`>;
type Give = Call<(typeof citizenApi)['POST /v1/me/consents']>;
type Accept = Call<(typeof citizenApi)['POST /v1/me/consents/accept']>;

/** Of those that wait or are in force, a person has this many. */
const maxConsents = 100;
const lasting: ReadonlySet<ConsentView['state']> = new Set(['given', 'accepted']);

export const consentHandlers = (deps: CaseDeps): Pick<Handlers<typeof citizenApi>, Keys> => ({
  'POST /v1/me/consents': async (call) => ({ body: await give(deps, call) }),

  'GET /v1/me/consents': async ({ caller, now }) => {
    const [given, received] = await Promise.all([
      deps.consents.givenBy(caller.id),
      deps.consents.receivedBy(caller.id),
    ]);
    const [mine, theirs] = await Promise.all([
      Promise.all(given.map(({ consent, code }) => viewOf(deps, consent, now, code))),
      Promise.all(received.map((consent) => viewOf(deps, consent, now))),
    ]);
    return { body: { given: mine.sort(newestFirst), received: theirs.sort(newestFirst) } };
  },

  'POST /v1/me/consents/accept': async (call) => ({ body: await accept(deps, call) }),

  'POST /v1/me/consents/{consentId}/revoke': async ({ caller, params, now }) =>
    withRetries(async () => {
      const received = await deps.consents.receivedBy(caller.id);
      const asAgent = received.find(({ consentId }) => consentId === params.consentId);
      const found = asAgent ?? (await deps.consents.get(caller.id, params.consentId));
      if (found.state !== 'given' && found.state !== 'accepted') return { body: await viewOf(deps, found, now) };
      const state = asAgent === undefined ? ('revoked' as const) : ('renounced' as const);
      const ended: Consent = { ...found, state, version: found.version + 1, endedAt: now };
      await deps.consents.change(ended, found.version);
      return { body: await viewOf(deps, ended, now) };
    }),
});

const made = z.object({ consentId: z.string() });

/** The same call again answers the consent it gave first. */
async function give(deps: CaseDeps, { caller, body, idempotency, now }: Give): Promise<ConsentView> {
  return withRetries(async () => {
    const [replay, given] = await Promise.all([deps.cases.replay(idempotency), deps.consents.givenBy(caller.id)]);
    if (replay !== undefined) {
      const { consentId } = made.parse(replay);
      const before = given.find(({ consent }) => consent.consentId === consentId);
      if (before === undefined) throw new Problem('not-found');
      return viewOf(deps, before.consent, now, before.code);
    }
    await mustBeGivable(deps, caller.kind, body, now);
    const today = dayOf(now);
    const standing = given.filter(({ consent }) => lasting.has(stateOn(consent, now, today)));
    if (standing.length >= maxConsents) throw new Problem('too-many-consents');
    const { id, name, kind } = caller;
    const code = randomCode(10);
    const consent: Consent = {
      ...{ consentId: deps.newId(), version: 1, principal: { id, name, kind }, agentName: body.agentName },
      ...{ items: [...new Set(body.items)], from: body.from, until: body.until, state: 'given', givenAt: now },
      acceptBy: secondsAfter(now, acceptDays * 86_400),
    };
    const answer = idempotency && { call: idempotency, answer: { consentId: consent.consentId } };
    await deps.consents.give(consent, code, answer === undefined ? [] : [deps.cases.answerItem(answer, now)]);
    return viewOf(deps, consent, now, code);
  });
}

/** Accepted by whom it names, once. */
async function accept(deps: CaseDeps, { caller, body, now }: Accept): Promise<ConsentView> {
  return withRetries(async () => {
    const found = await deps.consents.byCode(body.code);
    if (found.state === 'accepted' && found.agent?.id === caller.id) return viewOf(deps, found, now);
    const refusal = acceptRefusal(found, caller, now);
    if (refusal !== undefined) throw refusal;
    const { id, name, kind } = caller;
    const accepted: Consent = {
      ...{ ...found, version: found.version + 1, state: 'accepted', acceptedAt: now },
      agent: { id, name, kind },
    };
    await deps.consents.change(accepted, found.version);
    return viewOf(deps, accepted, now);
  });
}

/** @throws Problem `invalid-fields` for a span that is over, too long or the wrong way round, and for items that are not theirs to ask for */
async function mustBeGivable(deps: CaseDeps, kind: 'natural' | 'legal', body: Give['body'], now: Instant) {
  const today = dayOf(now);
  const longest = dayOf(secondsAfter(`${body.from}T00:00:00.000Z`, longestDays * 86_400));
  const span = body.from > body.until || body.until < today || body.until > longest;
  const items = await Promise.all(body.items.map((code) => deps.catalogue.find(code, today)));
  const strange = items.flatMap((item, at) => (item?.applicants.includes(kind) === true ? [] : [notTheirs(at)]));
  const faults = [...(span ? [badSpan] : []), ...strange];
  if (faults.length > 0) throw new Problem('invalid-fields', faults);
}

const badSpan: FieldProblem = {
  field: 'body.until',
  code: 'bad-span',
  message: {
    zh: '起止日期不对：结束不能早于开始和今天，最长一年。',
    en: 'The dates are not right: it must not end before it begins or before today, nor last longer than a year.',
  },
};

const notTheirs = (at: number): FieldProblem => ({
  field: `body.items.${at}`,
  code: 'not-yours',
  message: {
    zh: '没有这个事项，或它不面向您这类申请人。',
    en: 'There is no such item, or it is not for your kind of applicant.',
  },
});

const newestFirst = (a: ConsentView, b: ConsentView): number => (a.givenAt < b.givenAt ? 1 : -1);

async function viewOf(deps: CaseDeps, one: Consent, now: Instant, code?: string): Promise<ConsentView> {
  const { consentId, principal, agentName, from, until, givenAt, acceptBy, acceptedAt, endedAt } = one;
  const today = dayOf(now);
  const names = await Promise.all(one.items.map((item) => deps.catalogue.find(item, today)));
  const state = stateOn(one, now, today);
  return {
    ...{ consentId, state, principalName: principal.name, agentName, from, until, givenAt, acceptBy },
    items: one.items.map((item, at) => ({ code: item, name: names[at]?.name ?? { zh: item, en: item } })),
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(code === undefined || state !== 'given' ? {} : { code: `${code.slice(0, 5)}-${code.slice(5)}` }),
  };
}
