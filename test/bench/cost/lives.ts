/** Whole lives as people lead them over HTTP, with the pages and lists they look at on the way. */
import { dayOf } from '../../../shared/base/time.ts';
import { addDays } from '../../../shared/booking/moments.ts';
import { requiredMaterials } from '../../../shared/catalogue/answers.ts';
import { item as itemSchema } from '../../../shared/catalogue/item.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { idNumberOf } from '../../support/booking.ts';
import { type Caller, pdf, until, upload } from '../../support/client.ts';

interface Agency {
  readonly officer: Caller;
  readonly approver: Caller;
}
export interface People {
  readonly anyone: Caller;
  readonly citizen: Caller;
  readonly market: Agency;
  readonly police: Agency;
  /** Who never came before, each time another: nobody may try for a number as often as this does. */
  newcomer(): Promise<Newcomer>;
}
interface Newcomer {
  readonly caller: Caller;
  readonly serial: number;
}

/** @param as makes a caller of a demo person, or of nobody @param known makes one of any citizen */
export async function peopleOf(
  as: (person?: string) => Promise<Caller>,
  known: (id: string) => Promise<Caller>,
): Promise<People> {
  let came = 0;
  const agency = async (officer: string, approver: string): Promise<Agency> => ({
    officer: sure(await as(officer)),
    approver: sure(await as(approver)),
  });
  return {
    anyone: sure(await as()),
    citizen: sure(await as('zhang-wei')),
    market: await agency('officer-wang', 'approver-zhao'),
    police: await agency('officer-ma', 'approver-gao'),
    async newcomer() {
      came += 1;
      return { caller: sure(await known(`newcomer-${came}`)), serial: came };
    },
  };
}

type Life = (people: People) => Promise<void>;

export const lives: Record<string, Life> = {
  'a permit: form, files, review, four eyes, document, rating': (people) =>
    aCase(people, '440115025000', people.market),
  'a passport: the same, with its fee and receipt': (people) => aCase(people, '440106010000', people.police, payFee),
  'an appointment: looked for, booked, given back': anAppointment,
};

async function aCase(
  { anyone, citizen }: People,
  code: string,
  { officer, approver }: Agency,
  whenAccepted: (citizen: Caller, caseId: string) => Promise<void> = async () => {},
): Promise<void> {
  await anyone('GET', '/');
  const item = itemSchema.parse((await anyone('GET', `/v1/items/${code}`)).body);
  const { caseId, version } = (await citizen('POST', '/v1/drafts', { body: { itemCode: code } })).body;
  const answers = Object.entries(sampleAnswers(item, dayOf(new Date().toISOString())));
  // Saved as one types: a third more each time.
  let saved: number = version;
  for (const third of [1, 2, 3]) {
    const body = { answers: Object.fromEntries(answers.slice(0, Math.ceil((answers.length * third) / 3))) };
    saved = (await citizen('PUT', `/v1/drafts/${caseId}`, { body, ifMatch: saved })).body.version;
  }
  for (const { code: material } of requiredMaterials(item, Object.fromEntries(answers))) {
    const bytes = pdf(`${caseId} ${material}`);
    await upload(citizen, caseId, material, { name: 'a.pdf', type: 'application/pdf', bytes });
  }
  await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });

  const inState = (state: string) =>
    until(
      async () => (await citizen('GET', `/v1/cases/${caseId}`)).body,
      (view) => view.state === state,
    );
  await until(
    async () => (await officer('GET', `/v1/agency/cases/${caseId}`)).body.timeline,
    (timeline) => timeline.some(({ type }: { type: string }) => type === 'routed'),
  );
  await officer('GET', '/v1/agency/cases?state=submitted');
  const command = (who: Caller, name: string, body: object = {}) =>
    who('POST', `/v1/agency/cases/${caseId}/${name}`, { body });
  await command(officer, 'claim');
  await officer('GET', `/v1/agency/cases/${caseId}`);
  await command(officer, 'accept');
  await citizen('GET', `/v1/cases/${caseId}`);
  await whenAccepted(citizen, caseId);
  await inState('in-review');
  await command(officer, 'propose', { outcome: 'grant', reasons: '符合条件' });
  await approver('GET', `/v1/agency/cases/${caseId}`);
  await command(approver, 'decide', { outcome: 'grant' });
  const granted = await until(
    async () => (await citizen('GET', `/v1/cases/${caseId}`)).body,
    ({ documents }) => documents.some(({ kind }: { kind: string }) => kind === 'decision-grant'),
  );
  const { number } = granted.documents.find(({ kind }: { kind: string }) => kind === 'decision-grant');
  const { url } = (await citizen('GET', `/v1/cases/${caseId}/documents/${number}`)).body;
  await (await fetch(url)).arrayBuffer();
  await anyone('GET', `/v1/documents/${number}`);
  await command(officer, 'deliver', { channel: item.delivery[0] });
  await citizen('POST', `/v1/cases/${caseId}/rate`, { body: { score: 5 } });
  await citizen('GET', '/v1/cases');
  await citizen('GET', '/v1/me/notices');
}

async function payFee(citizen: Caller, caseId: string): Promise<void> {
  const order = await until(
    async () => (await citizen('GET', '/v1/orders')).body.items,
    (orders) => orders.some((one: { caseId: string }) => one.caseId === caseId),
  );
  const { orderNo } = order.find((one: { caseId: string }) => one.caseId === caseId);
  const body = { provider: 'wechat-pay', client: 'native' };
  const { checkout } = (await citizen('POST', `/v1/orders/${orderNo}/checkout`, { body })).body;
  await fetch(checkout.code, { method: 'POST', body: new URLSearchParams({ how: 'pay' }), redirect: 'manual' });
  await until(
    async () => (await citizen('GET', `/v1/orders/${orderNo}`)).body,
    ({ state }) => state === 'receipted',
  );
  const { url } = (await citizen('GET', `/v1/orders/${orderNo}/receipt`)).body;
  await (await fetch(url)).arrayBuffer();
}

async function anAppointment({ anyone, newcomer }: People): Promise<void> {
  const { caller: citizen, serial } = await newcomer();
  const date = addDays(dayOf(new Date().toISOString()), 3);
  const sessionId = `s900-${date.replaceAll('-', '')}-am`;
  await anyone('GET', '/booking');
  await anyone('GET', '/v1/booking/hospitals');
  await anyone('GET', `/v1/booking/departments/d02/sessions?from=${date}&days=7`);
  await anyone('GET', `/v1/booking/sessions/${sessionId}`);
  const self = { name: '张伟', idNumber: idNumberOf(serial), phone: '13800000007', relation: 'self' };
  const { patientId } = (await citizen('POST', '/v1/booking/patients', { body: self })).body;
  const { appointmentId } = (await citizen('POST', '/v1/booking/appointments', { body: { patientId, sessionId } }))
    .body;
  await citizen('GET', `/v1/booking/appointments/${appointmentId}`);
  await citizen('GET', '/v1/booking/appointments');
  await citizen('POST', `/v1/booking/appointments/${appointmentId}/cancel`, { body: {} });
  await citizen('GET', '/v1/me/notices');
}

/** A life that is refused somewhere costs less than it should: every call must be answered well. But a page that waits asks again. */
const sure =
  (call: Caller): Caller =>
  async (method, path, options) => {
    const reply = await call(method, path, options);
    if (reply.status >= 400 && method !== 'GET')
      throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply;
  };
