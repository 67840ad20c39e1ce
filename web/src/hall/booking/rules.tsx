/** The hospital's rules in sentences, told before they bind. */
import { type Bilingual, useSay } from '../../base/words.ts';
import { usePatientWords } from './patient-words.ts';

export function Rules({ rules }: { readonly rules: readonly Bilingual[] }) {
  const words = usePatientWords();
  const say = useSay();
  if (rules.length === 0) return null;
  return (
    <section class="card" aria-labelledby="rules">
      <h2 id="rules">{words('rules')}</h2>
      <ul class="rules">
        {rules.map((rule) => (
          <li key={rule.zh}>{say(rule)}</li>
        ))}
      </ul>
    </section>
  );
}
