/**
 * Delegation (委托代办): a consent by which one person lets another act for them in named items, between two days. The agent accepts it
 * with a code that the principal hands over. An agent cannot pass it on: a consent is given in one's own name only.
 */
import * as z from 'zod';
import { Problem } from '../base/problems.ts';
import {
  bilingual,
  caseId,
  type Day,
  day,
  type Instant,
  instant,
  itemCode,
  personKinds,
  written,
} from '../base/words.ts';

/** 1 year, the longest a consent lasts (days). */
export const longestDays = 366;
/** Days in which it has to be accepted. */
export const acceptDays = 7;

export const giveConsentBody = z.strictObject({
  /** As the agent's own account has it; whoever accepts must have this name. */
  agentName: written(100),
  items: z.array(itemCode).min(1).max(20),
  from: day,
  until: day,
});
export type GiveConsentBody = z.infer<typeof giveConsentBody>;

/** Ten characters of Crockford's alphabet, as people write them: with or without hyphens and spaces, in small letters or capitals. */
export const acceptConsentBody = z.strictObject({
  code: z
    .string()
    .max(40)
    .transform((text) => text.replaceAll(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{10}$/)),
});

const person = z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(personKinds) });

export const consent = z.strictObject({
  consentId: caseId,
  version: z.int().min(1),
  principal: person,
  agentName: z.string(),
  agent: person.optional(),
  items: z.array(itemCode).min(1),
  from: day,
  until: day,
  state: z.enum(['given', 'accepted', 'revoked', 'renounced']),
  givenAt: instant,
  acceptBy: instant,
  acceptedAt: instant.optional(),
  /** Revoked by the principal, or renounced by the agent. */
  endedAt: instant.optional(),
});
export type Consent = z.infer<typeof consent>;

/** May the agent act in this item on this day? */
export const covers = ({ state, items, from, until }: Consent, code: string, today: Day): boolean =>
  state === 'accepted' && items.includes(code) && from <= today && today <= until;

/** @returns why this person cannot accept it */
export function acceptRefusal(
  { principal, agentName, state, acceptBy }: Consent,
  who: { readonly id: string; readonly name: string },
  now: Instant,
): Problem | undefined {
  if (state !== 'given' || now > acceptBy) return new Problem('not-found');
  return who.id === principal.id || who.name !== agentName ? new Problem('wrong-agent') : undefined;
}

/** `expired`: not accepted in time, or past its last day. */
export const consentStates = ['given', 'accepted', 'revoked', 'renounced', 'expired'] as const;

export const consentView = z.strictObject({
  consentId: caseId,
  state: z.enum(consentStates),
  principalName: z.string(),
  agentName: z.string(),
  items: z.array(z.strictObject({ code: itemCode, name: bilingual })),
  from: day,
  until: day,
  givenAt: instant,
  acceptBy: instant,
  acceptedAt: instant.optional(),
  endedAt: instant.optional(),
  /** For the principal, until it is accepted: to be handed to the agent. */
  code: z.string().optional(),
});
export type ConsentView = z.infer<typeof consentView>;

export function stateOn({ state, until, acceptBy }: Consent, now: Instant, today: Day): ConsentView['state'] {
  const late = (state === 'given' && now > acceptBy) || (state === 'accepted' && today > until);
  return late ? 'expired' : state;
}
