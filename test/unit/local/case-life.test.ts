import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lifePicture } from '../../../local/case-life.ts';
import { caseStates } from '../../../shared/cases/case.ts';
import { actions } from '../../../shared/cases/transitions.ts';

it('the picture in docs is that of the table: npm run graph', () => {
  const picture = lifePicture();
  expect(readFileSync('docs/pictures/case-life.svg', 'utf8')).toBe(picture);
  for (const state of caseStates) expect(picture).toContain(`>${state}</text>`);
  for (const action of actions) expect(picture).toContain(action);
});
