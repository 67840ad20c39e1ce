/** A session that no template has (加诊). */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { ScheduleView } from '../../base/booking-answers.ts';
import { dayOf, dayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { useSettings } from '../../base/settings.ts';
import { useSay } from '../../base/words.ts';
import { useBookingWords } from '../../booking/booking-words.ts';
import { useClinicWords } from './clinic-words.ts';
import { ReasonForm } from './reason-form.tsx';
import { type ExtraSession as Entry, emptyExtra, extraBody } from './walk-in-entry.ts';

interface ExtraProps {
  /** Whose session it may be. */
  readonly schedules: ScheduleView['schedules'];
  readonly done: (what: string) => Promise<void>;
  readonly close: () => void;
}

const typed = ['start', 'minutes', 'total', 'fee'] as const;
const parts = ['am', 'pm'] as const;
const kinds = ['clinic', 'virtual'] as const;

export function ExtraSession({ schedules, done, close }: ExtraProps) {
  const words = useClinicWords();
  const booking = useBookingWords();
  const say = useSay();
  const { language } = useSettings();
  const [entry, setEntry] = useState<Entry>(emptyExtra);
  const [bad, setBad] = useState(false);
  const adding = useAction(async (key, body: NonNullable<ReturnType<typeof extraBody>> & { reason: string }) => {
    const made = await call('POST /v1/booking/desk/sessions', { body, idempotencyKey: key });
    const day = dayText(made.date, language, hallNow());
    await done(words('extra-done', { name: say(made.practitioner.name), day }));
  });
  const submit = (reason: string) => {
    const body = extraBody(entry);
    setBad(body === undefined);
    if (body !== undefined) void adding.run({ ...body, reason });
  };
  return (
    <ReasonForm
      id="extra"
      title={words('extra-title')}
      hint={words('extra-text')}
      action={words('extra-do')}
      busy={adding.busy}
      problem={adding.problem}
      submit={submit}
      close={close}
    >
      {bad && (
        <p class="error" role="alert">
          {words('extra-bad')}
        </p>
      )}
      <div class="medicine">
        <div class="field">
          <label for="extra-doctor">{words('extra-doctor')}</label>
          <select
            id="extra-doctor"
            value={entry.practitioner}
            onChange={(event) => setEntry({ ...entry, practitioner: event.currentTarget.value })}
          >
            <option value="" />
            {schedules.map(({ practitioner: { id, name }, department }) => (
              <option key={id} value={id}>{`${say(department)} ${say(name)}`}</option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="extra-date">{words('extra-date')}</label>
          <input
            id="extra-date"
            type="date"
            min={dayOf(hallNow())}
            value={entry.date}
            onInput={(event) => setEntry({ ...entry, date: event.currentTarget.value })}
          />
        </div>
      </div>
      <fieldset class="field">
        <legend>{words('extra-part')}</legend>
        <div class="options inline">
          {parts.map((part) => (
            <label class="option" key={part}>
              <input
                type="radio"
                name="extra-part"
                checked={entry.part === part}
                onChange={() => setEntry({ ...entry, part, start: part === 'am' ? '08:00' : '14:00' })}
              />
              {booking(`part-${part}`)}
            </label>
          ))}
          {kinds.map((kind) => (
            <label class="option" key={kind}>
              <input
                type="radio"
                name="extra-kind"
                checked={entry.kind === kind}
                onChange={() => setEntry({ ...entry, kind })}
              />
              {booking(`kind-${kind}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div class="row">
        {typed.map((field) => (
          <div class="field" key={field}>
            <label for={`extra-${field}`}>{words(`extra-${field}`)}</label>
            <input
              id={`extra-${field}`}
              autoComplete="off"
              value={entry[field]}
              onInput={(event) => setEntry({ ...entry, [field]: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
    </ReasonForm>
  );
}
