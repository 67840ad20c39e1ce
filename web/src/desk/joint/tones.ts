/** How an opinion, or the lack of one, is coloured; the word beside it says the same. */
import type { DeskCaseView } from '../../base/api-answers.ts';

type State = DeskCaseView['consults'][number]['state'];

const tones: Readonly<Record<State, string>> = {
  waiting: 'tag',
  silent: 'tag overdue',
  agree: 'tag ok',
  conditions: 'tag amber',
  disagree: 'tag overdue',
  withdrawn: 'tag',
  over: 'tag',
};

export const toneOf = (state: State): string => tones[state];
