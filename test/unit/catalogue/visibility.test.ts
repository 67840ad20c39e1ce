import { describe, expect, it } from 'vitest';
import {
  dropHidden,
  isVisible,
  visibleFields,
  visibleInGroup,
  visibleSections,
} from '../../../shared/catalogue/answers.ts';
import { type Answers, type Form, form as formSchema } from '../../../shared/catalogue/item.ts';

const label = { zh: '项', en: 'Field' };
const yesNo = (name: string, when?: object) => ({
  name,
  type: 'yes-no',
  label,
  ...(when === undefined ? {} : { when }),
});
const text = (name: string, when?: object) => ({ ...yesNo(name, when), type: 'text' });

/** `a` shows `b`, `b` shows `c` and the second section, which holds a repeat that looks at `a` and at its own group. */
const form: Form = formSchema.parse({
  sections: [
    {
      name: 'first',
      title: label,
      fields: [yesNo('a'), yesNo('b', { field: 'a', in: [true] }), text('c', { field: 'b', in: [true] })],
    },
    {
      name: 'second',
      title: label,
      when: { field: 'b', in: [true] },
      fields: [
        {
          name: 'group',
          type: 'repeat',
          label,
          fields: [yesNo('d'), text('e', { field: 'd', in: [true] }), text('f', { field: 'a', in: [false] })],
        },
      ],
    },
  ],
});

const names = (answers: Answers) => visibleFields(form, answers).map(({ name }) => name);

describe('a condition', () => {
  it('holds when the answer is one of its values', () => {
    expect(isVisible({ field: 'x', in: ['p', 'q'] }, { x: 'q' })).toBe(true);
    expect(isVisible({ field: 'x', in: ['p', 'q'] }, { x: 'r' })).toBe(false);
    expect(isVisible({ field: 'x', in: ['p', 'q'] }, {})).toBe(false);
  });

  it('holds when any of several choices is one of its values', () => {
    expect(isVisible({ field: 'x', in: ['p'] }, { x: ['r', 'p'] })).toBe(true);
    expect(isVisible({ field: 'x', in: ['p'] }, { x: ['r'] })).toBe(false);
  });

  it('does not take true for "true"', () => {
    expect(isVisible({ field: 'x', in: [true] }, { x: 'true' })).toBe(false);
  });

  it('is not met by what every object has', () => {
    expect(isVisible({ field: 'constructor', in: ['x'] }, {})).toBe(false);
  });
});

describe('what is shown', () => {
  it('follows the answers', () => {
    expect(names({})).toEqual(['a']);
    expect(names({ a: true })).toEqual(['a', 'b']);
    expect(names({ a: true, b: true })).toEqual(['a', 'b', 'c', 'group']);
    expect(visibleSections(form, { a: true }).map(({ section }) => section.name)).toEqual(['first']);
  });

  it('does not hang on the answer to a hidden question', () => {
    expect(names({ a: false, b: true, c: 'left over' })).toEqual(['a']);
  });

  it('in a group looks at the group and at the form above', () => {
    const [repeat] = form.sections[1]?.fields ?? [];
    if (repeat?.type !== 'repeat') throw new Error('the form has no repeat');
    expect(visibleInGroup(repeat, { d: true }, { a: true }).map(({ name }) => name)).toEqual(['d', 'e']);
    expect(visibleInGroup(repeat, { d: false }, { a: false }).map(({ name }) => name)).toEqual(['d', 'f']);
  });
});

describe('what is kept', () => {
  it('leaves out hidden answers, in groups too, and keeps the rest', () => {
    const answers = {
      a: true,
      b: true,
      c: ' kept ',
      group: [
        { d: true, e: 'kept', f: 'hidden' },
        { d: false, e: 'hidden' },
      ],
    };
    expect(dropHidden(form, answers)).toEqual({
      a: true,
      b: true,
      c: 'kept',
      group: [{ d: true, e: 'kept' }, { d: false }],
    });
    expect(dropHidden(form, { ...answers, a: false })).toEqual({ a: false });
  });

  it('leaves the answers it was given alone', () => {
    const answers = { a: false, b: true };
    dropHidden(form, answers);
    expect(answers).toEqual({ a: false, b: true });
  });
});
