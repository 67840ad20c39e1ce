import { useRef, useState } from 'preact/hooks';
import { useAction } from '../base/load.ts';
import type { SignedIn } from '../base/person.ts';
import { navigate } from '../base/router.ts';
import { useSettings } from '../base/settings.ts';
import { ActionButton, ProblemNotice } from '../base/ui.tsx';
import { useDeskWords } from './desk-words.ts';
import { queryOf } from './filter.ts';
import { useKeys } from './keys.ts';
import { type Claiming, heapsFor, nextCase } from './next-case.ts';

/** Gives the most urgent case that waits for somebody like this person, and opens it. */
export function NextButton({ person }: { readonly person: SignedIn }) {
  const words = useDeskWords();
  const { keys } = useSettings();
  const [none, setNone] = useState(false);
  const claiming = useRef<Claiming>({});
  const taking = useAction(async (key) => {
    const next = await nextCase(person, key, claiming.current);
    setNone(next === undefined);
    if (next === undefined) return;
    const filter = {
      state: next.state,
      mine: false,
      escalated: false,
      urgent: false,
      all: undefined,
      agency: undefined,
    };
    navigate(`/desk/cases/${next.caseId}${queryOf(filter)}`);
  });
  const [first] = heapsFor(person.roles);
  useKeys(first === undefined ? {} : { n: () => void taking.run() });
  if (first === undefined) return null;
  return (
    <div class="next-case">
      <ActionButton kind="second" busy={taking.busy} onClick={() => void taking.run()}>
        {words(first.claims ? 'next-claim' : 'next-decide')}
        {keys === 'on' && <kbd>N</kbd>}
      </ActionButton>
      <p class={none ? 'small muted' : 'hidden'} role="status">
        {none ? words(first.claims ? 'next-none-claim' : 'next-none-decide') : ''}
      </p>
      {taking.problem !== undefined && <ProblemNotice problem={taking.problem} />}
    </div>
  );
}
