/** A case accepted by its agency whose fee is to be paid, made as strangers would: through the API alone. */
import { expect } from 'vitest';
import { dayOf } from '../../shared/base/time.ts';
import { requiredMaterials } from '../../shared/catalogue/answers.ts';
import { item as itemSchema } from '../../shared/catalogue/item.ts';
import { sampleAnswers } from './answers.ts';
import { type Caller, pdf, until, upload } from './client.ts';
import type { Hall } from './hall.ts';

/** Ordinary passport: its fee is to be paid before the decision. */
export const passportCode = '440106010000';

/** @param citizen who applies @param officer of the police @param consentId where they act for somebody @returns the case's id */
export async function acceptedCase(hall: Hall, citizen: Caller, officer: Caller, consentId?: string): Promise<string> {
  const anyone = await hall.as();
  const item = itemSchema.parse((await anyone('GET', `/v1/items/${passportCode}`)).body);
  const begin = { itemCode: passportCode, ...(consentId === undefined ? {} : { consentId }) };
  const { caseId, version } = (await citizen('POST', '/v1/drafts', { body: begin })).body;
  const answers = sampleAnswers(item, dayOf(new Date().toISOString()));
  await citizen('PUT', `/v1/drafts/${caseId}`, { body: { answers }, ifMatch: version });
  for (const { code: material } of requiredMaterials(item, answers)) {
    await upload(citizen, caseId, material, {
      name: 'a.pdf',
      type: 'application/pdf',
      bytes: pdf(`${caseId} ${material}`),
    });
  }
  const submitted = await citizen('POST', `/v1/drafts/${caseId}/submit`, { body: { declaration: true } });
  expect(submitted.status, JSON.stringify(submitted.body)).toBe(201);
  await until(
    async () => (await officer('GET', '/v1/agency/cases?state=submitted&limit=100')).body.items,
    (rows) => rows.some((row: { caseId: string }) => row.caseId === caseId),
  );
  for (const name of ['claim', 'accept']) {
    const reply = await officer('POST', `/v1/agency/cases/${caseId}/${name}`, { body: {} });
    expect(reply.status, `${name} ${JSON.stringify(reply.body)}`).toBe(200);
  }
  return caseId;
}

/** The order of the case's fee, once it is asked. */
export const orderOf = (citizen: Caller, caseId: string) =>
  until(
    () => citizen('GET', `/v1/cases/${caseId}/order`),
    ({ status }) => status === 200,
  ).then(({ body }) => body);
