/** Offers to fill in what the person let the hall remember. Nothing is filled in before they press the button. */
import type { Field } from '../../../shared/catalogue/item.ts';
import { call } from '../base/api.ts';
import { useLoad } from '../base/load.ts';
import { useSay } from '../base/words.ts';
import type { DraftState } from '../form/use-draft.ts';
import { useHallWords } from './hall-words.ts';
import { fillable } from './profile.ts';

interface PrefillProps {
  readonly fields: readonly Field[];
  readonly draft: DraftState;
}

export function Prefill({ fields, draft }: PrefillProps) {
  const words = useHallWords();
  const say = useSay();
  // Without a network, or without a profile, the form is as it is: nobody is told of a help they did not ask for.
  const { data: profile } = useLoad('profile', () => call('GET /v1/me/profile', {}));
  const offered = profile === undefined ? [] : fillable(fields, draft.answers, profile.answers);
  if (offered.length === 0) return null;
  const names = offered.map(([field]) => say(field.label)).join(words('list-comma'));
  return (
    <div class="notice row apart">
      <p>{words('prefill-offer', { names })}</p>
      <button
        type="button"
        class="button second"
        onClick={() => {
          for (const [field, value] of offered) draft.set(field.name, value);
        }}
      >
        {words('prefill-do')}
      </button>
    </div>
  );
}
