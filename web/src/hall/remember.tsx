/** Before submitting: may the hall remember this for the next form? Off until the person says so. */
import type { Item, ProfileView } from '../base/api-answers.ts';
import { useSay } from '../base/words.ts';
import type { DraftState } from '../form/use-draft.ts';
import { useHallWords } from './hall-words.ts';
import { profileNames, remembered } from './profile.ts';

interface RememberProps {
  readonly item: Item;
  readonly draft: DraftState;
  readonly profile: ProfileView | undefined;
  readonly agreed: boolean;
  readonly set: (agreed: boolean) => void;
}

export function Remember({ item, draft, profile, agreed, set }: RememberProps) {
  const words = useHallWords();
  const say = useSay();
  const fields = item.form.sections.flatMap((section) => section.fields);
  if (profile === undefined || remembered(fields, draft.answers, profile.answers) === undefined) return null;
  const names = fields
    .filter(({ name }) => profileNames.some((each) => each === name) && (draft.answers[name] ?? '') !== '')
    .map(({ label }) => say(label))
    .join(words('list-comma'));
  return (
    <section class="card stack tight">
      <h2>{words('remember-title')}</h2>
      <p>{words('remember-text', { names })}</p>
      <label class="option">
        <input type="checkbox" checked={agreed} onChange={(event) => set(event.currentTarget.checked)} />
        {words('remember-agree')}
      </label>
    </section>
  );
}
