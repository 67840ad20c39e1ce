/** Tells when the draft was saved, or why it is not. */

import { timeText } from '../base/format.ts';
import { hallNow } from '../base/hall-time.ts';
import { Icon } from '../base/icon.tsx';
import { asProblem } from '../base/problem.ts';
import { useSettings } from '../base/settings.ts';
import { useSay } from '../base/words.ts';
import type { SaveState } from '../form/draft-saver.ts';
import { useHallWords } from './hall-words.ts';

/** @param kept whether the device has what the hall has not */
export function SavedMark({ state, kept }: { readonly state: SaveState; readonly kept: boolean }) {
  const trouble = state.kind === 'waiting' || state.kind === 'refused';
  return (
    <p class={trouble ? 'saved trouble' : 'saved'} role="status">
      <Icon name={trouble ? 'alert' : state.kind === 'saved' ? 'check' : 'pencil'} />
      <Text state={state} kept={kept} />
    </p>
  );
}

function Text({ state, kept }: { readonly state: SaveState; readonly kept: boolean }) {
  const words = useHallWords();
  const say = useSay();
  const { language } = useSettings();
  switch (state.kind) {
    case 'saved':
      return (
        <>
          {state.at === undefined
            ? words('saved-before')
            : words('saved-at', { when: timeText(state.at.toISOString(), language, hallNow()) })}
        </>
      );
    case 'typing':
      return <>{words('saved-typing')}</>;
    case 'saving':
      return <>{words('saving')}</>;
    case 'waiting':
      return <>{words(kept ? 'saved-waiting' : 'saved-nowhere')}</>;
    case 'refused':
      return (
        <>
          {words('saved-refused')}: {say(asProblem(state.error).detail)}
        </>
      );
  }
}
