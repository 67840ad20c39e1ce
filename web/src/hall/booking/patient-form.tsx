/** Putting oneself, a child or another person on record (实名登记). */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import { dayOf, plainDayText } from '../../base/format.ts';
import { hallNow } from '../../base/hall-time.ts';
import { useAction } from '../../base/load.ts';
import { navigate, usePlace } from '../../base/router.ts';
import { useSettings } from '../../base/settings.ts';
import { ActionButton, BackLink, ErrorSummary, ProblemNotice, Title } from '../../base/ui.tsx';
import { useSay } from '../../base/words.ts';
import { useKept } from '../../form/use-kept.ts';
import { signIn } from '../session.ts';
import {
  bodyOf,
  consentEnd,
  type Entry,
  emptyEntry,
  type Field,
  fields,
  isEntry,
  missing,
  relations,
  spans,
} from './patient-entry.ts';
import { ChoiceField, TextField } from './patient-fields.tsx';
import { usePatientWords } from './patient-words.ts';

const needs = {
  relation: 'fill-relation',
  name: 'fill-name',
  idNumber: 'fill-id',
  phone: 'fill-phone',
  guardian: 'fill-guardian',
  consentUntil: 'fill-consent',
} as const satisfies Record<Field, string>;

const nobody = emptyEntry('');

export function AddPatient() {
  const words = usePatientWords();
  const say = useSay();
  const { language } = useSettings();
  const { query } = usePlace();
  const person = signIn.usePerson();
  const asked = query.get('return') ?? '';
  const back = asked.startsWith('/booking') ? asked : '/booking/patients';
  const [entry, keep, forget] = useKept('banshi.patient', nobody, isEntry);
  const [pressed, setPressed] = useState(0);
  const today = dayOf(hallNow());
  const saving = useAction(async (_key, body: ReturnType<typeof bodyOf>) => {
    await call('POST /v1/booking/patients', { body });
    forget();
    navigate(back);
  });
  const open = pressed > 0 ? missing(entry) : [];
  const fromHall = (field: Field) => {
    const found = saving.problem?.errors?.find((one) => one.field === `body.${field}`);
    return found === undefined ? undefined : say(found.message);
  };
  const errorOf = (field: Field) => (open.includes(field) ? words(needs[field]) : fromHall(field));
  const errors = fields.flatMap((field) => {
    const text = errorOf(field);
    return text === undefined ? [] : [{ id: `patient-${field}`, text }];
  });
  const change = (next: Partial<Entry>) => {
    saving.clear();
    keep({ ...entry, ...next });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed((count) => count + 1);
    if (missing(entry).length === 0) void saving.run(bodyOf(entry, today));
  };
  return (
    <div class="narrow stack">
      <BackLink href={back} />
      <Title site={words('site')}>{words('add-title')}</Title>
      <p class="muted">{words('add-lead')}</p>
      {errors.length > 0 && <ErrorSummary key={`${pressed} ${saving.problem?.code}`} errors={errors} />}
      <form class="stack" onSubmit={submit} noValidate>
        <ChoiceField
          id="patient-relation"
          legend={words('add-relation')}
          error={errorOf('relation')}
          options={relations.map((value) => ({ value, text: words(`relation-${value}`) }))}
          chosen={entry.relation}
          choose={(relation) =>
            change({ relation, ...(relation === 'self' && entry.name === '' ? { name: person?.name ?? '' } : {}) })
          }
        />
        <TextField
          id="patient-name"
          label={words('add-name')}
          hint={entry.relation === 'self' ? words('add-name-self') : undefined}
          error={errorOf('name')}
          value={entry.name}
          onInput={(name) => change({ name })}
        />
        <TextField
          id="patient-idNumber"
          label={words('add-id')}
          error={errorOf('idNumber')}
          value={entry.idNumber}
          onInput={(idNumber) => change({ idNumber })}
        />
        <TextField
          id="patient-phone"
          label={words('add-phone')}
          numeric
          error={errorOf('phone')}
          value={entry.phone}
          onInput={(phone) => change({ phone })}
        />
        {entry.relation === 'child' && (
          <TextField
            id="patient-guardian"
            label={words('add-guardian')}
            hint={words('add-guardian-hint')}
            error={errorOf('guardian')}
            value={entry.guardian}
            onInput={(guardian) => change({ guardian })}
          />
        )}
        {entry.relation !== undefined && entry.relation !== 'self' && (
          <ChoiceField
            id="patient-consentUntil"
            legend={words('add-consent')}
            hint={words('add-consent-hint')}
            error={errorOf('consentUntil')}
            options={spans.map((value) => ({
              value,
              text: words(`consent-${value}`, { when: plainDayText(consentEnd(today, value), language) }),
            }))}
            chosen={entry.span}
            choose={(span) => change({ span })}
          />
        )}
        {saving.problem !== undefined && errors.length === 0 && <ProblemNotice problem={saving.problem} />}
        <p>
          <ActionButton type="submit" busy={saving.busy}>
            {words('add-save')}
          </ActionButton>
        </p>
      </form>
    </div>
  );
}
