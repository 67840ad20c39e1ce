/** The larger parts: questions, the summary of faults, a case's steps, papers. */
import { useState } from 'preact/hooks';
import type { Answers, LeafField } from '../../../shared/catalogue/item.ts';
import { Timeline } from '../base/timeline.tsx';
import { ErrorSummary } from '../base/ui.tsx';
import { Fields } from '../form/fields.tsx';
import { PaperSign } from '../hall/paper-sign.tsx';
import { designRows } from './design-rows.ts';
import { useDesignWords } from './design-words.ts';

const both = ([zh, en]: readonly [string, string]) => ({ zh, en });

const fields: readonly LeafField[] = [
  {
    type: 'text',
    name: 'dName',
    label: both(designRows['field-name']),
    help: both(designRows['field-name-help']),
    required: true,
    maxLength: 30,
  },
  { type: 'id-card', name: 'dId', label: both(designRows['field-id']), required: true },
  { type: 'date', name: 'dBirthday', label: both(designRows['field-birthday']), required: true },
  { type: 'money', name: 'dFee', label: both(designRows['field-fee']), required: false, min: 0 },
  {
    type: 'choice',
    name: 'dKind',
    label: both(designRows['field-kind']),
    required: true,
    options: [
      { value: 'post', label: both(designRows['field-kind-post']) },
      { value: 'counter', label: both(designRows['field-kind-counter']) },
    ],
  },
  { type: 'yes-no', name: 'dAgent', label: both(designRows['field-agree']), required: true },
];

export function FormParts() {
  const [answers, setAnswers] = useState<Answers>({ dId: '4401', dKind: 'post' });
  const errors = new Map([['answers.dId', both(designRows['field-id-error'])]]);
  return (
    <form class="card narrow-left" onSubmit={(event) => event.preventDefault()} noValidate>
      <Fields
        fields={fields}
        form={{ answers, errors, set: (name, value) => setAnswers({ ...answers, [name]: value ?? '' }) }}
      />
    </form>
  );
}

export function Summary() {
  const words = useDesignWords();
  // Drawn only once asked for: it takes the focus, as it should on a real page.
  const [shown, setShown] = useState(0);
  return (
    <div class="stack">
      {shown > 0 && <ErrorSummary key={shown} errors={[{ id: 'answers-dId', text: words('field-id-error') }]} />}
      <p>
        <button type="button" class="button second" onClick={() => setShown(shown + 1)}>
          {words('summary')}
        </button>
      </p>
      <p id="design-progress">{words('progress')}</p>
      <progress class="progress-line" max={7} value={3} aria-labelledby="design-progress" />
    </div>
  );
}

export function CaseParts() {
  const entry = (
    seq: number,
    at: string,
    who: 'timeline-you' | 'timeline-agency',
    what: 'timeline-sent' | 'timeline-accepted',
  ) => ({
    seq,
    type: seq === 1 ? ('submitted' as const) : ('accepted' as const),
    at,
    who: both(designRows[who]),
    what: both(designRows[what]),
  });
  return (
    <div class="card">
      <Timeline
        entries={[
          entry(1, '2026-02-11T01:05:00.000Z', 'timeline-you', 'timeline-sent'),
          entry(2, '2026-02-12T02:30:00.000Z', 'timeline-agency', 'timeline-accepted'),
        ]}
      />
    </div>
  );
}

export function Papers() {
  const words = useDesignWords();
  return (
    <>
      <p>{words('papers-lead')}</p>
      <div class="paper narrow-left">
        <p class="paper-title">{words('paper-title')}</p>
        <p>{words('paper-item')}</p>
        <p class="paper-number number">BS2026-7K3M-9QXT-2A</p>
        <PaperSign agency={both(designRows['timeline-agency'])} />
      </div>
    </>
  );
}
