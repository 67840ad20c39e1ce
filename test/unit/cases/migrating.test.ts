import { describe, expect, it } from 'vitest';
import { type AskedAgain, migrationOf } from '../../../shared/cases/migrating.ts';
import type { Answers, Item } from '../../../shared/catalogue/item.ts';
import { item as itemSchema } from '../../../shared/catalogue/item.ts';
import { sampleAnswers } from '../../support/answers.ts';
import { adultId, promisedItem } from '../../support/test-item.ts';

const today = '2026-11-22';
const both = (text: string) => ({ zh: text, en: text });
const [applicant, ...others] = promisedItem.form.sections;
if (applicant === undefined) throw new Error('the item of tests has no form');

type FieldInput = Readonly<Record<string, unknown>>;

/** The item of tests with other questions in its first section, and other materials. */
function next(fields: readonly FieldInput[], materials: readonly unknown[] = promisedItem.materials): Item {
  const form = { sections: [{ ...applicant, fields }, ...others] };
  return itemSchema.parse({ ...promisedItem, version: promisedItem.version + 1, form, materials });
}

const given: Answers = {
  fullName: '张伟',
  idNumber: adultId,
  married: true,
  spouseName: '李娜',
  children: [{ childName: '张小', childIdNumber: adultId }],
};
const fields: readonly FieldInput[] = applicant?.fields ?? [];
const but = (name: string, change: FieldInput): FieldInput[] =>
  fields.map((field) => (field.name === name ? { ...field, ...change } : { ...field }));
const migrated = (to: Item, answers = given) => migrationOf(answers, [], { from: promisedItem, to }, today);
const why = (again: readonly AskedAgain[]) => Object.fromEntries(again.map((one) => [one.field, one.why]));

describe('a draft moved to a newer version', () => {
  it('keeps everything where nothing changed, and asks nothing', () => {
    expect(migrated(next(fields))).toEqual({ answers: given, again: [], gone: [] });
  });

  it('asks what is new and required, not what is new and optional', () => {
    const to = next([
      ...fields,
      { name: 'phone', type: 'phone', label: both('电话') },
      { name: 'email', type: 'email', required: false, label: both('邮箱') },
    ]);
    expect(migrated(to)).toMatchObject({ answers: given, again: [{ field: 'answers.phone', why: 'new' }] });
  });

  it('keeps typed text that no longer fits, to be corrected; drops what another kind of field cannot hold', () => {
    const short = migrated(next(but('fullName', { minLength: 5 })));
    expect([short.answers.fullName, why(short.again)]).toEqual(['张伟', { 'answers.fullName': 'changed' }]);
    const other = migrated(next(but('married', { type: 'text' })));
    expect(other.answers.married).toBeUndefined();
    expect(why(other.again)).toMatchObject({ 'answers.married': 'changed' });
  });

  it('drops a choice that is no longer offered', () => {
    const options = ['a', 'b', 'c'].map((value) => ({ value, label: both(value) }));
    const field = { name: 'kind', type: 'choice', label: both('种类'), options };
    const from = next([...fields, field]);
    const to = next([...fields, { ...field, options: options.slice(1) }]);
    const moved = (kind: string) => migrationOf({ ...given, kind }, [], { from, to }, today);
    expect([moved('a').answers.kind, why(moved('a').again)]).toEqual([undefined, { 'answers.kind': 'changed' }]);
    expect(moved('b')).toEqual({ answers: { ...given, kind: 'b' }, again: [], gone: [] });
  });

  it('shows again a question that reads differently, with the answer in it', () => {
    const { answers, again } = migrated(next(but('fullName', { label: both('曾用名') })));
    expect([answers.fullName, why(again)]).toEqual(['张伟', { 'answers.fullName': 'reworded' }]);
  });

  it('names what is not asked any more', () => {
    const { answers, gone } = migrated(next(fields.filter(({ name }) => name !== 'spouseName')));
    expect([answers.spouseName, gone.map(({ zh }) => zh)]).toEqual([undefined, ['配偶姓名']]);
  });

  it('carries groups field by field', () => {
    const to = next(fields);
    const inner = to.form.sections[1]?.fields[0];
    if (inner?.type !== 'repeat') throw new Error('no group');
    inner.fields.push({ name: 'childSchool', type: 'text', label: both('学校'), required: true, maxLength: 100 });
    const { answers, again } = migrated(to);
    expect([answers.children, why(again)]).toEqual([given.children, { 'answers.children': 'changed' }]);
  });

  it('does not ask again what was not answered before either', () => {
    expect(migrated(next(fields), {}).again).toEqual([]);
  });

  it('asks for a material that is new, and for one that has become required', () => {
    const [identity, ...rest] = promisedItem.materials;
    const extra = { ...identity, code: 'proof', name: both('证明') };
    const photo = rest.map((one) => (one.code === 'photo' ? { ...one, required: true } : one));
    const { again } = migrated(next(fields, [identity, ...photo, extra]));
    expect(why(again)).toEqual({ 'materials.photo': 'new', 'materials.proof': 'new' });
  });

  it('leaves a whole application as it is, whatever was answered', () => {
    const whole = sampleAnswers(promisedItem, today);
    expect(migrated(next(fields), whole)).toEqual({ answers: whole, again: [], gone: [] });
  });
});
