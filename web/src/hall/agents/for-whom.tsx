/** Where somebody may act for others in this service: for whom it is begun. Nothing for everyone else. */
import { call } from '../../base/api.ts';
import type { Item } from '../../base/api-answers.ts';
import { PartProblem } from '../../base/conditions.tsx';
import { useLoad } from '../../base/load.ts';
import { Said } from '../../base/said.tsx';
import { useHallWords } from '../hall-words.ts';

interface ForWhomProps {
  readonly item: Item;
  /** Consent under which it is begun; none for oneself. */
  readonly chosen: string | undefined;
  readonly choose: (consentId: string | undefined) => void;
}

export function ForWhom({ item, chosen, choose }: ForWhomProps) {
  const words = useHallWords();
  // Who cannot be told now begins for themselves, as everyone does.
  const consents = useLoad('consents', () => call('GET /v1/me/consents', {}));
  const fitting = (consents.data?.received ?? []).filter(
    ({ state, items }) => state === 'accepted' && items.some(({ code }) => code === item.code),
  );
  if (fitting.length === 0) return <PartProblem of={consents} what={words('start-whom')} />;
  return (
    <fieldset class="field">
      <legend>{words('start-whom')}</legend>
      <label class="option">
        <input type="radio" name="whom" checked={chosen === undefined} onChange={() => choose(undefined)} />
        {words('start-me')}
      </label>
      {fitting.map(({ consentId, principalName }) => (
        <label key={consentId} class="option">
          <input type="radio" name="whom" checked={chosen === consentId} onChange={() => choose(consentId)} />
          <Said>{words('start-for', { name: principalName })}</Said>
        </label>
      ))}
    </fieldset>
  );
}
