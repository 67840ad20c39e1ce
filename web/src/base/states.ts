/** How a case's state looks beside its words. */
import type { CaseState } from '../../../shared/cases/case.ts';

const tones: Readonly<Record<CaseState, '' | 'info' | 'ok' | 'amber' | 'overdue'>> = {
  draft: '',
  submitted: 'info',
  'correction-requested': 'amber',
  'in-review': 'info',
  suspended: '',
  proposed: 'info',
  granted: 'ok',
  denied: 'overdue',
  delivered: 'ok',
  'not-accepted': 'overdue',
  withdrawn: '',
  terminated: '',
  lapsed: '',
};

export function stateTag(state: CaseState): string {
  return `tag ${tones[state]}`;
}
