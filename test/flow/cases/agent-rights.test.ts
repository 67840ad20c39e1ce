/**
 * What an agent (代办人) may do, call by call: each row of the route table that a citizen may call says here what becomes of it under a
 * consent that covers the item today, and is then played under every consent that does not. A new route without a row does not compile.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { RouteKey, routes } from '../../../shared/base/routes.ts';
import { secondsAfter } from '../../../shared/base/time.ts';
import { verifyChain } from '../../../shared/cases/chain.ts';
import type { Consent } from '../../../shared/cases/consent.ts';
import { createDelegations } from '../../../shared/cases/delegation-port.ts';
import { hall as hallActor, route } from '../../../shared/cases/system.ts';
import { requiredMaterials } from '../../../shared/catalogue/answers.ts';
import type { Item } from '../../../shared/catalogue/item.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type BookingFunctions, bookingFunctions } from '../../support/booking-functions.ts';
import { type CaseFunctions, caseFunctions, people } from '../../support/case-functions.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { modelProvider } from '../../support/model-provider.ts';
import { type MoneyFunctions, moneyFunctions } from '../../support/money-functions.ts';
import { type MoneyHall, moneyHall } from '../../support/money-hall.ts';
import { given } from '../../support/test-case.ts';

const foodCode = '440115025000';
const otherCode = '440115025001';
const today = '2026-11-20';
const now = `${today}T02:00:00.000Z`;
const documentNumber = 'BS2026-7K3M-9QXT-2A';
type Claims = Record<string, string>;
const agent = { sub: 'li-na', name: '李娜', roles: 'citizen', kind: 'natural' } as const;
const stranger = { sub: 'chen-yu-lan', name: '陈玉兰', roles: 'citizen', kind: 'natural' } as const;
const principals = {
  person: { sub: 'zhang-wei', name: '张伟', roles: 'citizen', kind: 'natural' },
  company: { sub: 'yue-wei', name: '广州粤味餐饮有限公司', roles: 'citizen', kind: 'legal' },
} as const;
type Principal = Claims & { readonly sub: string; readonly name: string; readonly kind: 'natural' | 'legal' };

/** Of the route table, the calls that a citizen may make. */
type CitizenKey = {
  [K in RouteKey]: (typeof routes)[K]['roles'] extends readonly (infer R)[] ? ('citizen' extends R ? K : never) : never;
}[RouteKey];

/** What the principal has: made anew for each call that is let through, and once for all that are refused. */
interface Things {
  readonly who: Claims;
  readonly consentId: string;
  /** Filled in, with its files. */
  readonly draft: () => Promise<{ caseId: string; materialId: string }>;
  readonly filed: () => Promise<string>;
  /** Filed, and sent back for correction. */
  readonly asked: () => Promise<string>;
  /** With a paper to fetch. */
  readonly decided: () => Promise<string>;
  readonly order: () => Promise<{ orderNo: string; caseId: string }>;
  readonly packageId: () => Promise<string>;
  readonly patientId: () => Promise<string>;
  readonly appointmentId: () => Promise<string>;
}

type Params = Record<string, string>;
interface Row {
  readonly params?: (things: Things) => Params | Promise<Params>;
  readonly body?: (things: Things) => object | Promise<object>;
  readonly query?: Record<string, string>;
  readonly ifMatch?: number;
  /**
   * `covered`: as the applicant under the consent, refused without it. `never`: the applicant's own, whoever else asks. `lists`: shows it under
   * the consent and nothing without. `own`: about the caller alone, and holds nothing of the principal's.
   */
  readonly kind: 'covered' | 'never' | 'lists' | 'own';
  /** Under the consent: a status, or the rule's own refusal, which is past the door. */
  readonly within: number | string;
  /** To whom nothing was ever consented. */
  readonly nobody?: string;
}

const covered = (within: Row['within'], parts: Partial<Row> = {}): Row => ({ kind: 'covered', within, ...parts });
const never = (within: string, parts: Partial<Row> = {}): Row => ({ kind: 'never', within, ...parts });
const own = (within: number, parts: Partial<Row> = {}): Row => ({ kind: 'own', within, ...parts });
const lists: Row = { kind: 'lists', within: 200, query: { for: 'others' } };

const ofDraft = async ({ draft }: Things) => ({ caseId: (await draft()).caseId });
const ofFile = ({ draft }: Things) => draft();
const ofOrder = async ({ order }: Things) => ({ orderNo: (await order()).orderNo });
const ofPackage = async ({ packageId }: Things) => ({ packageId: await packageId() });
const ofAppointment = async ({ appointmentId }: Things) => ({ appointmentId: await appointmentId() });
const nothing = () => ({});
const pdf = { fileName: 'a.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'a'.repeat(64) };
const asPayer = { params: ofOrder, nobody: 'not-found' };
const theirCarer = {
  params: async ({ patientId }: Things) => ({ patientId: await patientId(), carerId: '0'.repeat(24) }),
  body: nothing,
};
const theirAppointment = { params: ofAppointment, body: nothing };

const table: Readonly<Record<CitizenKey, Row>> = {
  // Cases, from the first answer to the paper.
  'POST /v1/drafts': covered(201, {
    body: ({ consentId }) => ({ itemCode: foodCode, consentId }),
    nobody: 'not-consented',
  }),
  'GET /v1/drafts': lists,
  'GET /v1/drafts/{caseId}': covered(200, { params: ofDraft }),
  'PUT /v1/drafts/{caseId}': covered(200, { params: ofDraft, body: () => ({ answers: {} }), ifMatch: 2 }),
  'POST /v1/drafts/{caseId}/migrate': covered(200, { params: ofDraft, body: nothing }),
  'POST /v1/drafts/{caseId}/submit': covered(201, { params: ofDraft, body: () => ({ declaration: true }) }),
  'DELETE /v1/drafts/{caseId}': covered(204, { params: ofDraft }),
  'POST /v1/cases/{caseId}/materials': covered(201, {
    params: async ({ asked }) => ({ caseId: await asked() }),
    body: () => ({ code: fileCode(), ...pdf }),
  }),
  'GET /v1/cases/{caseId}/materials/{materialId}': covered(200, { params: ofFile }),
  'POST /v1/cases/{caseId}/materials/{materialId}/complete': covered(200, { params: ofFile, body: nothing }),
  'DELETE /v1/cases/{caseId}/materials/{materialId}': covered(204, { params: ofFile }),
  'GET /v1/cases': lists,
  'GET /v1/cases/{caseId}': covered(200, { params: async ({ filed }) => ({ caseId: await filed() }) }),
  'POST /v1/cases/{caseId}/correct': covered(200, {
    params: async ({ asked }) => ({ caseId: await asked() }),
    body: () => ({ answers: firstAnswer(), materials: {} }),
  }),
  'POST /v1/cases/{caseId}/withdraw': covered(200, {
    params: async ({ filed }) => ({ caseId: await filed() }),
    body: nothing,
  }),
  'GET /v1/cases/{caseId}/documents/{documentNumber}': covered(200, {
    params: async ({ decided }) => ({ caseId: await decided(), documentNumber }),
  }),
  // What somebody thinks of the service is their own to say.
  'POST /v1/cases/{caseId}/rate': never('forbidden', {
    params: async ({ decided }) => ({ caseId: await decided() }),
    body: () => ({ score: 1 }),
  }),

  // Its fee: an agent looks and pays. Asking to pay less tells of hardship or disability, and stays the payer's own.
  'GET /v1/orders': lists,
  'GET /v1/orders/{orderNo}': covered(200, asPayer),
  'GET /v1/cases/{caseId}/order': covered(200, { params: async ({ order }) => ({ caseId: (await order()).caseId }) }),
  'POST /v1/orders/{orderNo}/checkout': covered(200, {
    ...asPayer,
    body: () => ({ provider: 'wechat-pay', client: 'native' }),
  }),
  'POST /v1/orders/{orderNo}/ask': covered(200, { ...asPayer, body: nothing }),
  'GET /v1/orders/{orderNo}/receipt': covered('receipt-not-ready', asPayer),
  'POST /v1/orders/{orderNo}/evidence': never('forbidden', { ...asPayer, body: () => pdf }),
  'GET /v1/orders/{orderNo}/evidence/{fileId}': never('forbidden', {
    ...asPayer,
    params: async (things) => ({ ...(await ofOrder(things)), fileId: '0'.repeat(26) }),
  }),
  'POST /v1/orders/{orderNo}/reductions': never('forbidden', {
    ...asPayer,
    body: () => ({ ground: 'student', statement: '在校学生', files: [] }),
  }),
  'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw': never('forbidden', {
    params: async (things) => ({ ...(await ofOrder(things)), askNo: '1' }),
    body: nothing,
  }),

  // A package asks for items of several agencies in one's own name.
  'POST /v1/me/packages': own(201, { body: () => ({ packageCode: packageCode() }) }),
  'GET /v1/me/packages': own(200),
  'GET /v1/me/packages/{packageId}': never('not-found', { params: ofPackage }),
  'PUT /v1/me/packages/{packageId}': never('not-found', {
    params: ofPackage,
    body: () => ({ answers: {} }),
    ifMatch: 1,
  }),
  'POST /v1/me/packages/{packageId}/migrate': never('not-found', { params: ofPackage, body: () => ({}) }),
  'POST /v1/me/packages/{packageId}/submit': never('not-found', {
    params: ofPackage,
    body: () => ({ declaration: true }),
  }),
  'DELETE /v1/me/packages/{packageId}': never('not-found', { params: ofPackage }),

  // Who acts for whom: an agent passes nothing on, and ends their own part only.
  'POST /v1/me/consents': own(201, {
    body: () => ({ agentName: stranger.name, items: [foodCode], from: today, until: today }),
  }),
  'GET /v1/me/consents': own(200),
  'POST /v1/me/consents/accept': never('not-found', { body: () => ({ code: '0000000000' }) }),
  'POST /v1/me/consents/{consentId}/revoke': never('not-found', {
    params: () => ({ consentId: '0'.repeat(26) }),
    body: nothing,
  }),

  // What the hall tells and keeps of somebody.
  'GET /v1/me/notices': own(200),
  'POST /v1/me/notices/read': own(200, { body: nothing }),
  'POST /v1/me/notices/{noticeId}/read': never('not-found', {
    params: () => ({ noticeId: noticeId() }),
    body: nothing,
  }),
  'GET /v1/me/profile': own(200),
  'PUT /v1/me/profile': own(200, { body: () => ({ consent: true, answers: {} }), ifMatch: 0 }),
  'DELETE /v1/me/profile': own(204),
  'GET /v1/me/device-key': own(200),

  // Health is none of a case agent's business: whom one books for is consented to at the clinic's own desk.
  'POST /v1/booking/patients': own(200, {
    body: ({ who }) => ({
      name: who.name,
      idNumber: idNumberOf(who.sub?.length ?? 0),
      phone: '13800000002',
      relation: 'self',
    }),
  }),
  'GET /v1/booking/patients': own(200),
  'GET /v1/booking/patients/{patientId}/carers': never('not-found', {
    params: async ({ patientId }) => ({ patientId: await patientId() }),
  }),
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/agree': never('not-found', theirCarer),
  'POST /v1/booking/patients/{patientId}/carers/{carerId}/end': never('not-found', theirCarer),
  'POST /v1/booking/queue': never('booking-refused', { body: async ({ patientId }) => booking(await patientId()) }),
  'POST /v1/booking/appointments': never('booking-refused', {
    body: async ({ patientId }) => booking(await patientId()),
  }),
  'POST /v1/booking/waitlist': never('booking-refused', { body: async ({ patientId }) => booking(await patientId()) }),
  'GET /v1/booking/appointments': own(200),
  'GET /v1/booking/appointments/{appointmentId}': never('not-found', { params: ofAppointment }),
  'GET /v1/booking/appointments/{appointmentId}/calendar': never('not-found', { params: ofAppointment }),
  'POST /v1/booking/appointments/{appointmentId}/confirm': never('not-found', theirAppointment),
  'POST /v1/booking/appointments/{appointmentId}/reschedule': never('not-found', {
    ...theirAppointment,
    body: () => ({ sessionId: 's001-20261125-am' }),
  }),
  'POST /v1/booking/appointments/{appointmentId}/cancel': never('not-found', theirAppointment),
  'POST /v1/booking/appointments/{appointmentId}/check-in': never('not-found', theirAppointment),
  'GET /v1/booking/appointments/{appointmentId}/visit': never('not-found', { params: ofAppointment }),
  'GET /v1/booking/appointments/{appointmentId}/prescriptions': never('not-found', { params: ofAppointment }),
  'GET /v1/booking/appointments/{appointmentId}/messages': never('not-found', { params: ofAppointment }),
  'POST /v1/booking/appointments/{appointmentId}/messages': never('not-found', {
    ...theirAppointment,
    body: () => ({ text: '您好' }),
  }),
  'GET /fhir/{type}': own(200, { params: () => ({ type: 'Appointment' }) }),
  'GET /fhir/{type}/{id}': never('fhir-404', {
    params: async ({ appointmentId }) => ({ type: 'Appointment', id: await appointmentId() }),
  }),
  'POST /fhir/{type}/{id}': never('fhir-409', {
    params: () => ({ type: 'Appointment', id: '$book' }),
    body: async ({ patientId }) => ({
      resourceType: 'Parameters',
      parameter: [
        { name: 'slot', valueReference: { reference: 'Slot/s001-20261125-am-004' } },
        { name: 'patient-reference', valueReference: { reference: `Patient/${await patientId()}` } },
      ],
    }),
  }),
  'POST /fhir/{type}/{id}/{operation}': never('fhir-404', {
    params: async ({ appointmentId }) => ({ type: 'Appointment', id: await appointmentId(), operation: '$cancel' }),
    body: () => ({ resourceType: 'Parameters', parameter: [] }),
  }),
};
const rows = Object.entries(table);

let engines: Engines;
let cases: CaseFunctions;
let clinic: BookingFunctions;
let purse: MoneyHall;
let checkout: MoneyFunctions;
let item: Item;

const fileCode = () => item.materials[0]?.code ?? '';
const firstAnswer = () => Object.fromEntries(Object.entries(sampleAnswers(item, today)).slice(0, 1));
const packageCode = () => cases.deps.packages()[0]?.code ?? '';
const noticeId = () => `${Date.parse(now)}-none`;
const booking = (patientId: string) => ({ patientId, sessionId: 's001-20261123-am' });
const silence = () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
};

beforeAll(async () => {
  engines = await startEngines();
  silence();
  cases = await caseFunctions(engines);
  cases.now = now;
  clinic = await bookingFunctions(engines);
  clinic.now = now;
  purse = await moneyHall(engines);
  purse.now = Date.parse(now);
  const delegations = createDelegations(engines.documents, cases.table);
  checkout = moneyFunctions(engines, purse, { providers: modelProvider().port, delegations });
  const found = await cases.deps.catalogue.find(foodCode, today);
  if (found === undefined) throw new Error('the catalogue lacks the item of this test');
  item = found;
});
afterAll(async () => engines.stop());
afterEach(() => vi.restoreAllMocks());

const done = z.object({ status: z.literal([200, 201]), body: z.record(z.string(), z.unknown()) });
/** A call that has to be let through. */
async function must(who: Claims, key: RouteKey, params: Params, body?: object, ifMatch?: number) {
  const reply = done.safeParse(await answer(who, key, params, body, ifMatch));
  if (!reply.success) throw new Error(`${key} was refused`);
  return reply.data.body;
}

function answer(who: Claims, key: string, params: Params, body?: object, ifMatch?: number, query?: Params) {
  const path = key.slice(key.indexOf(' ') + 1);
  if (/^\/(fhir|v1\/booking)/.test(path)) return clinic.call(who, key, params, body, query && { query });
  if (/^\/v1\/orders|\/order$/.test(path)) return checkout.call(who, key, params, body, query && { query });
  return cases.call(who, key, params, body, { ...(query && { query }), ...(ifMatch === undefined ? {} : { ifMatch }) });
}

/** A status where it was let through, or the code of the problem. */
function told({ status, body }: { status: number; body: unknown }): number | string {
  const { type, resourceType } = z
    .object({ type: z.string(), resourceType: z.string() })
    .partial()
    .catch({})
    .parse(body);
  if (status < 300) return status;
  return resourceType === undefined ? (type ?? '').replace('urn:banshi:problem:', '') : `fhir-${status}`;
}

const idOf = (body: Record<string, unknown>, name: string) => z.string().parse(body[name]);

/** Things that the agent began for the principal under a consent, and things of the principal's own. */
function thingsOf(
  principal: Principal,
  consentId: string,
  keep: <T>(make: () => Promise<T>) => () => Promise<T>,
): Things {
  const begin = async () => idOf(await must(agent, 'POST /v1/drafts', {}, { itemCode: foodCode, consentId }), 'caseId');
  const draft = async () => {
    const caseId = await begin();
    const answers = sampleAnswers(item, today);
    await must(agent, 'PUT /v1/drafts/{caseId}', { caseId }, { answers }, 1);
    for (const { code } of requiredMaterials(item, answers)) {
      const { material } = await must(agent, 'POST /v1/cases/{caseId}/materials', { caseId }, { code, ...pdf });
      const { materialId } = z.object({ materialId: z.string() }).parse(material);
      const row = await cases.deps.materials.get(caseId, materialId);
      await cases.deps.materials.move({ ...row, state: 'clean', scannedAt: now }, 'expected');
    }
    const { materials } = await cases.deps.cases.get(caseId);
    return { caseId, materialId: materials[0]?.materialId ?? '' };
  };
  const filed = async () => {
    const { caseId } = await draft();
    await must(agent, 'POST /v1/drafts/{caseId}/submit', { caseId }, { declaration: true });
    const { head } = await cases.deps.cases.loadHead(caseId);
    const routed = given(route(head, [], { item, actor: hallActor, now }));
    await cases.deps.cases.commit({ ...routed, expected: head.version, now });
    return caseId;
  };
  const asked = async () => {
    const caseId = await filed();
    await must(people.officer, 'POST /v1/agency/cases/{caseId}/claim', { caseId }, {});
    const [field] = Object.keys(firstAnswer());
    const wanted = { fields: [{ field, reason: '请核对' }], materials: [] };
    await must(people.officer, 'POST /v1/agency/cases/{caseId}/request-correction', { caseId }, wanted);
    return caseId;
  };
  const decided = async () => {
    const caseId = await filed();
    const { head } = await cases.deps.cases.loadHead(caseId);
    const paper = { number: documentNumber, kind: 'decision-grant', issuedAt: now, sha256: 'b'.repeat(64) } as const;
    const signed = { ...head, version: head.version + 1, documents: [paper] };
    await cases.deps.cases.commit({ head: signed, events: [], expected: head.version, now });
    return caseId;
  };
  const order = async () => {
    const { id, name } = { id: principal.sub, name: principal.name };
    const caseId = cases.deps.newId();
    const made = await purse.order({
      ...{ orderNo: cases.deps.newId(), caseId, itemCode: foodCode, payer: { id, name } },
      agent: { id: agent.sub, name: agent.name },
    });
    await purse.store.commit({ with: [purse.store.caseItem(caseId, made.orderNo)], now });
    return { orderNo: made.orderNo, caseId };
  };
  return {
    ...{ who: agent, consentId, draft: keep(draft), filed: keep(filed), asked: keep(asked), decided: keep(decided) },
    ...{ order: keep(order), patientId, appointmentId },
    packageId: keep(async () =>
      idOf(await must(principal, 'POST /v1/me/packages', {}, { packageCode: packageCode() }), 'packageId'),
    ),
  };
}

/** Of the person's own health: one number is all that somebody may hold there. */
const patientId = once(async () => {
  const { person } = principals;
  const body = { name: person.name, idNumber: idNumberOf(1), phone: '13800000001', relation: 'self' };
  return idOf(await must(person, 'POST /v1/booking/patients', {}, body), 'patientId');
});
const appointmentId = once(async () =>
  idOf(await must(principals.person, 'POST /v1/booking/appointments', {}, booking(await patientId())), 'appointmentId'),
);

/** A consent as the table holds it. */
async function consent(
  principal: Principal,
  parts: Partial<Consent> = {},
  who: Principal | typeof agent | typeof stranger = agent,
) {
  const { sub: id, name, kind } = principal;
  const first: Consent = {
    ...{ consentId: cases.deps.newId(), version: 1, state: 'given', agentName: who.name, items: [foodCode] },
    ...{ principal: { id, name, kind }, from: today, until: today, givenAt: now, acceptBy: now },
  };
  await cases.deps.consents.give(first, first.consentId.slice(0, 10));
  const accepted: Consent = {
    ...{ ...first, version: 2, state: 'accepted', acceptedAt: now, ...parts },
    agent: { id: who.sub, name: who.name, kind: who.kind },
  };
  if (parts.state === 'given') return first;
  await cases.deps.consents.change({ ...accepted, state: 'accepted' }, 1);
  return accepted;
}
const end = (one: Consent, state: Consent['state'] = 'revoked') =>
  cases.deps.consents.change({ ...one, state, version: one.version + 1, endedAt: now }, one.version);

/** Everything of the principal's that no answer to somebody else may hold. */
const secretsOf = async ({ draft, filed, order, packageId, patientId, appointmentId }: Things) => [
  ...[(await draft()).caseId, await filed(), (await order()).orderNo, await packageId(), await patientId()],
  await appointmentId(),
];

async function play(row: Row, key: string, who: Claims, things: Things) {
  const these = { ...things, who };
  const [params, body] = await Promise.all([row.params?.(these) ?? {}, row.body?.(these)]);
  return answer(who, key, params, body, row.ifMatch, row.query);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
const anew = <T>(make: () => Promise<T>) => make;

describe.each(Object.entries(principals))('an agent of a %s, within the consent', (_, principal) => {
  it('does what the table says', async () => {
    silence();
    const { consentId } = await consent(principal);
    const [own, shared] = [thingsOf(principal, consentId, anew), thingsOf(principal, consentId, once)];
    await shared.filed();
    await shared.order();
    // A company differs in its cases and their fees alone.
    const played = rows.filter(
      ([, { kind }]) => principal.kind === 'natural' || kind === 'covered' || kind === 'lists',
    );
    for (const [key, row] of played) {
      const reply = await play(
        row,
        key,
        agent,
        row.kind === 'covered' ? { ...shared, ...{ draft: own.draft, filed: own.filed, asked: own.asked } } : shared,
      );
      expect([key, told(reply)]).toEqual([key, row.within]);
      if (row.kind === 'lists') expect([key, items(reply.body).length > 0]).toEqual([key, true]);
    }
  });

  it('leaves both on the record: whose step it was, and who took it', async () => {
    silence();
    const { consentId } = await consent(principal);
    const things = thingsOf(principal, consentId, once);
    const caseId = await things.asked();
    for (const key of ['POST /v1/cases/{caseId}/correct', 'POST /v1/cases/{caseId}/withdraw'] as const)
      expect([key, told(await play({ ...table[key], params: () => ({ caseId }) }, key, agent, things))]).toEqual([
        key,
        200,
      ]);
    const { head, events } = await cases.deps.cases.get(caseId);
    expect(verifyChain(events, head)).toEqual({ intact: true });
    const theirs = events.filter(({ actor }) => actor.kind === 'applicant');
    expect(theirs.map(({ type, actor }) => [type, actor.id, actor.agent?.id])).toEqual(
      ['submitted', 'corrected', 'withdrawn'].map((type) => [type, principal.sub, agent.sub]),
    );
    const { orderNo } = await things.order();
    await play(table['POST /v1/orders/{orderNo}/checkout'], 'POST /v1/orders/{orderNo}/checkout', agent, things);
    const order = await purse.store.get(orderNo);
    expect([order.payer?.id, order.attempts.map(({ by }) => by?.id)]).toEqual([principal.sub, [agent.sub]]);
    const { items: listed } = z
      .object({ items: z.array(z.looseObject({ orderNo: z.string(), payerName: z.string() })) })
      .parse((await answer(agent, 'GET /v1/orders', {}, undefined, undefined, { for: 'others' })).body);
    expect(listed.filter((one) => one.orderNo === orderNo).map(({ payerName }) => payerName)).toEqual([principal.name]);
    const own = await answer(agent, 'GET /v1/orders', {});
    expect(JSON.stringify(own.body)).not.toContain(orderNo);
  });
});

const items = (body: unknown): unknown[] => z.object({ items: z.array(z.unknown()) }).parse(body).items;

describe('without a consent that covers it', () => {
  let things: Things;
  let secrets: string[];
  beforeAll(async () => {
    silence();
    for (const one of await cases.deps.consents.receivedBy(agent.sub)) if (one.state === 'accepted') await end(one);
    const covering = await consent(principals.person);
    things = thingsOf(principals.person, covering.consentId, once);
    secrets = await secretsOf(things);
    await Promise.all([things.asked(), things.decided()]);
    await end(covering);
  });

  it.each<[string, () => Promise<Consent>]>([
    ['is for another item', () => consent(principals.person, { items: [otherCode] })],
    ['begins tomorrow', () => consent(principals.person, { from: '2026-11-21', until: '2026-12-31' })],
    ['ended yesterday', () => consent(principals.person, { from: '2026-11-01', until: '2026-11-19' })],
    ['was not accepted', () => consent(principals.person, { state: 'given' })],
    ['was taken back', () => ended('revoked')],
    ['was given up', () => ended('renounced')],
    ['is of somebody else', () => ofSomebodyElse()],
  ])('one that %s lets nothing through', async (_name, make) => {
    silence();
    const { consentId } = await make();
    await nothingIsLetThrough(agent, { ...things, consentId }, (row) =>
      row.within === 'not-found' || String(row.within).startsWith('fhir') || row.within === 'booking-refused'
        ? row.within
        : 'not-consented',
    );
  });

  it('another agent of the same person, in the same item, is nobody to these cases', async () => {
    silence();
    await consent(principals.person, {}, stranger);
    const foreign = await consent(principals.person, { items: [otherCode] });
    await nothingIsLetThrough(stranger, { ...things, consentId: foreign.consentId }, (row) =>
      row.kind === 'never' && row.within !== 'forbidden' ? row.within : (row.nobody ?? 'not-found'),
    );
  });

  /** The agent acts for another by now, and names the consent that was. */
  async function ofSomebodyElse(): Promise<Consent> {
    await consent({ ...principals.person, sub: 'zhao-min', name: '赵敏' });
    return ended('revoked');
  }

  async function ended(state: 'revoked' | 'renounced'): Promise<Consent> {
    const one = await consent(principals.person);
    await end(one, state);
    return one;
  }

  async function nothingIsLetThrough(who: Claims, these: Things, expected: (row: Row) => Row['within']) {
    const before = await cases.deps.cases.loadHead((await these.draft()).caseId);
    // Who books may try so often a minute.
    clinic.now = secondsAfter(clinic.now, 60);
    for (const [key, row] of rows) {
      const reply = await play(row, key, who, these);
      if (row.kind === 'lists') expect([key, items(reply.body)]).toEqual([key, []]);
      else if (row.kind === 'own')
        expect([key, reply.status < 300 || key === 'PUT /v1/me/profile']).toEqual([key, true]);
      else expect([key, told(reply)]).toEqual([key, expected(row)]);
      const text = JSON.stringify(reply.body ?? '');
      expect([key, secrets.filter((secret) => text.includes(secret))]).toEqual([key, []]);
    }
    expect(await cases.deps.cases.loadHead((await these.draft()).caseId)).toEqual(before);
  }
});
