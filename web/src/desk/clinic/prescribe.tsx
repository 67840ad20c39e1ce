/** Writing a prescription: the first of its two signatures. What the law forbids, the hall refuses and says why. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import { useWords } from '../../base/base-words.ts';
import type { AppointmentView } from '../../base/booking-answers.ts';
import { useAction } from '../../base/load.ts';
import { ActionButton } from '../../base/ui.tsx';
import { Refusal } from '../../booking/refusal.tsx';
import { useClinicWords } from './clinic-words.ts';
import { useKeptEntry } from './kept-entry.ts';
import {
  areMedicines,
  emptyMedicine,
  isComplete,
  type MedicineEntry,
  medicineOf,
  mostMedicines,
  oftenGiven,
} from './prescription-entry.ts';

interface PrescribeProps {
  readonly one: AppointmentView;
  readonly done: () => Promise<void>;
}

const declarations = ['guardianPresent', 'specialistPresent'] as const;
const declarationWords = { guardianPresent: 'guardian-present', specialistPresent: 'specialist-present' } as const;

export function Prescribe({ one, done }: PrescribeProps) {
  const words = useClinicWords();
  const entry = useKeptEntry(`banshi.desk.medicines.${one.appointmentId}`, [emptyMedicine], areMedicines);
  const medicines = entry.value;
  const [own, setOwn] = useState(false);
  const [present, setPresent] = useState({ guardianPresent: false, specialistPresent: false });
  const [fault, setFault] = useState<'medicine-bad' | 'by-myself-first' | undefined>(undefined);
  const [signed, setSigned] = useState(false);
  const signing = useAction(async (key, list: readonly ReturnType<typeof medicineOf>[], there: typeof present) => {
    await call('POST /v1/booking/desk/appointments/{appointmentId}/prescriptions', {
      path: { appointmentId: one.appointmentId },
      body: { medicines: list, composedBy: 'doctor', ...there },
      idempotencyKey: key,
    });
    entry.forget();
    setOwn(false);
    setSigned(true);
    await done();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setSigned(false);
    const next = medicines.every(isComplete) ? (own ? undefined : 'by-myself-first') : 'medicine-bad';
    setFault(next);
    if (next === undefined) void signing.run(medicines.map(medicineOf), present);
  };
  return (
    <section class="card" aria-labelledby="prescribe">
      <h2 id="prescribe">{words('prescribe')}</h2>
      <form class="stack" onSubmit={submit} noValidate>
        {medicines.map((medicine, at) => (
          <Medicine
            key={at}
            at={at}
            medicine={medicine}
            set={(next) => entry.set(medicines.map((old, index) => (index === at ? next : old)))}
            remove={medicines.length === 1 ? undefined : () => entry.set(medicines.filter((_, index) => index !== at))}
          />
        ))}
        <datalist id="medicines">
          {Object.keys(oftenGiven).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {medicines.length < mostMedicines && (
          <p>
            <button type="button" class="link-button" onClick={() => entry.set([...medicines, emptyMedicine])}>
              {words('medicine-add')}
            </button>
          </p>
        )}
        <div class="options">
          <label class="option">
            <input type="checkbox" checked={own} onChange={() => setOwn(!own)} />
            {words('by-myself')}
          </label>
          {one.kind === 'virtual' &&
            declarations.map((each) => (
              <label class="option" key={each}>
                <input
                  type="checkbox"
                  checked={present[each]}
                  onChange={() => setPresent({ ...present, [each]: !present[each] })}
                />
                {words(declarationWords[each])}
              </label>
            ))}
        </div>
        {fault !== undefined && (
          <p class="error" role="alert">
            {words(fault)}
          </p>
        )}
        <Refusal problem={signing.problem} />
        {signed && (
          <p class="notice ok" role="status">
            {words('sign-done')}
          </p>
        )}
        <p>
          <ActionButton type="submit" kind="second" busy={signing.busy}>
            {words('sign')}
          </ActionButton>
        </p>
      </form>
    </section>
  );
}

interface MedicineProps {
  readonly at: number;
  readonly medicine: MedicineEntry;
  readonly set: (medicine: MedicineEntry) => void;
  readonly remove: (() => void) | undefined;
}

const columns = ['name', 'code', 'dosage', 'days'] as const;

function Medicine({ at, medicine, set, remove }: MedicineProps) {
  const t = useWords();
  const words = useClinicWords();
  const change = (column: (typeof columns)[number], value: string) => {
    const code = column === 'name' ? oftenGiven[value] : undefined;
    set({ ...medicine, [column]: value, ...(code === undefined ? {} : { code }) });
  };
  return (
    <fieldset class="group medicine">
      <legend>{words('medicine', { n: at + 1 })}</legend>
      {columns.map((column) => (
        <div class={`field medicine-${column}`} key={column}>
          <label for={`medicine-${at}-${column}`}>{words(`medicine-${column}`)}</label>
          <input
            id={`medicine-${at}-${column}`}
            type="text"
            autoComplete="off"
            spellcheck={false}
            {...(column === 'name' ? { list: 'medicines' } : {})}
            {...(column === 'days' ? { inputMode: 'numeric' as const } : {})}
            value={medicine[column]}
            onInput={(event) => change(column, event.currentTarget.value)}
          />
        </div>
      ))}
      {remove !== undefined && (
        <p>
          <button type="button" class="link-button" onClick={remove}>
            {t('remove')}
            <span class="hidden"> {words('medicine', { n: at + 1 })}</span>
          </button>
        </p>
      )}
    </fieldset>
  );
}
