/** A case that waits for its fee: nobody decides it meanwhile, its clocks stand still, and paying moves it on. */
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../shared/base/problems.ts';
import { awaitFee, settleFee } from '../../../shared/cases/fees.ts';
import { propose, resume } from '../../../shared/cases/handling.ts';
import type { Outcome } from '../../../shared/cases/outcome.ts';
import { caseSummaryOf } from '../../../shared/cases/present.ts';
import { listEntryOf } from '../../../shared/cases/summary.ts';
import { hall } from '../../../shared/cases/system.ts';
import { li, lifeIn, monday } from '../../support/test-case.ts';
import { feeItem, promisedItem } from '../../support/test-item.ts';

const later = '2026-03-09T02:00:00.000Z';
const asHall = (now: string) => ({ item: feeItem, actor: hall, now });
const asLi = (now: string) => ({ item: feeItem, actor: li, now });

function done(outcome: Outcome | Problem): Outcome['head'] {
  if (outcome instanceof Problem) throw outcome;
  return outcome.head;
}
const codeOf = (outcome: Outcome | Problem): string => (outcome instanceof Problem ? outcome.code : 'done');

describe('a fee before the decision', () => {
  const accepted = lifeIn('in-review', feeItem).head;

  it('is paid before anybody proposes', () => {
    expect(codeOf(propose(accepted, { outcome: 'grant', reasons: '' }, asLi(monday)))).toBe('fee-unpaid');
  });

  it('holds the case and its clocks, which no officer resumes', () => {
    const waiting = done(awaitFee(accepted, asHall(monday)));
    expect(waiting).toMatchObject({ state: 'suspended', suspension: { ground: 'fee' } });
    expect(codeOf(resume(waiting, { result: '可以了' }, asLi(later)))).toBe('fee-unpaid');
    expect(caseSummaryOf(waiting, '2026-03-02')).toMatchObject({
      status: { zh: '等您缴费，期限暂停计算', en: 'Waiting for your fee; the clock stands still' },
      next: { whose: 'applicant', what: { zh: '请缴费，缴清后接着审查', en: 'Pay the fee; the review then goes on' } },
    });
    expect(caseSummaryOf(listEntryOf(waiting), '2026-03-02')).toEqual(caseSummaryOf(waiting, '2026-03-02'));
    const going = done(settleFee(waiting, asHall(later)));
    expect(going).toMatchObject({ state: 'in-review', feeSettled: true });
    expect(going.suspension).toBeUndefined();
    expect((going.clocks.promisedBy ?? '') > (accepted.clocks.promisedBy ?? '')).toBe(true);
    expect(codeOf(propose(going, { outcome: 'grant', reasons: '' }, asLi(later)))).toBe('done');
    expect(codeOf(awaitFee(going, asHall(later)))).toBe('wrong-state');
    expect(codeOf(settleFee(going, asHall(later)))).toBe('wrong-state');
  });

  it('is not waited for where the item has none', () => {
    const free = lifeIn('in-review', promisedItem).head;
    expect(codeOf(awaitFee(free, { ...asHall(monday), item: promisedItem }))).toBe('wrong-state');
  });
});
