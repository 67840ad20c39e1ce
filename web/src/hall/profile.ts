/** What the hall remembers of a person, by their consent, and how it meets a form. Pure but for the two calls. */
import type { Answers, Field } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import type { ProfileView } from '../base/api-answers.ts';

type Kept = ProfileView['answers'];
export type ProfileName = keyof Kept;

/** The names that forms share; the order is how they are shown. */
export const profileNames = [
  'fullName',
  'idNumber',
  'mobile',
  'contactAddress',
  'organisationName',
  'creditCode',
  'representativeName',
  'representativeIdNumber',
  'registeredAddress',
  'contactName',
  'contactPhone',
  'contactEmail',
] as const satisfies readonly ProfileName[];

/** Identity numbers are shown by their ends only. */
export function shownValue(name: ProfileName, value: string): string {
  return /IdNumber$|^idNumber$/.test(name) ? `${value.slice(0, 3)}${'*'.repeat(11)}${value.slice(-4)}` : value;
}

/** Answers of these fields that the profile has and the form does not. */
export function fillable(fields: readonly Field[], answers: Answers, kept: Kept): [Field, string][] {
  return fields.flatMap<[Field, string]>((field) => {
    const name = profileNames.find((each) => each === field.name);
    const value = name === undefined ? undefined : kept[name];
    return value === undefined || field.type === 'repeat' || (answers[field.name] ?? '') !== '' ? [] : [[field, value]];
  });
}

/** What of a form's answers may be remembered, laid over what is. @returns undefined when nothing would be new */
export function remembered(fields: readonly Field[], answers: Answers, kept: Kept): Kept | undefined {
  const names = new Set(fields.map(({ name }) => name));
  const found = profileNames.flatMap((name) => {
    const value = answers[name];
    return names.has(name) && typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [];
  });
  return found.every(([name, value]) => kept[name] === value) ? undefined : { ...kept, ...Object.fromEntries(found) };
}

/** Only ever called after the person has agreed. */
export async function remember(answers: Kept, version: number): Promise<ProfileView> {
  return call('PUT /v1/me/profile', { body: { consent: true, answers }, ifMatch: version });
}
