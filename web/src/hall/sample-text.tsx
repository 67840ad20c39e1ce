/** How a paper reads that will do (样文), folded away until somebody wants it. */
import { type Bilingual, useSay } from '../base/words.ts';
import { useHallWords } from './hall-words.ts';

export function SampleText({ sample }: { readonly sample: Bilingual | undefined }) {
  const words = useHallWords();
  const say = useSay();
  if (sample === undefined) return null;
  return (
    <details>
      <summary>{words('need-sample')}</summary>
      <p class="small sample-text">{say(sample)}</p>
    </details>
  );
}
