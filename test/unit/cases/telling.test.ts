import { expect, it } from 'vitest';
import type { Actor } from '../../../shared/cases/case.ts';
import { listEntryOf } from '../../../shared/cases/summary.ts';
import { caseTelling } from '../../../shared/cases/telling.ts';
import { lifeIn, sun, wang } from '../../support/test-case.ts';
import { promisedItem } from '../../support/test-item.ts';

it('a case taken up again tells the applicant that it is their move, and until when', () => {
  const { head } = lifeIn('lapsed', promisedItem).take('reopen', sun, '2026-04-01T02:00:00.000Z');
  const told = caseTelling('reopened', listEntryOf(head), '2026-04-01');
  expect(told).toMatchObject({ title: { zh: '申请已恢复办理，请补正' }, toDo: true });
  expect(told?.text.zh).toContain('补正');
});

it('an application that an agent takes back is told to whom it was', () => {
  const through: Actor = { ...wang, agent: { id: 'li-na', name: '李娜' } };
  const { head } = lifeIn('in-review', promisedItem).take('withdraw', through);
  expect(caseTelling('withdrawn', listEntryOf(head), '2026-03-02')).toMatchObject({
    title: { zh: '申请已撤回' },
    toDo: false,
  });
});
