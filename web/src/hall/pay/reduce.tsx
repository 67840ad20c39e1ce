/** Asks to pay less or nothing: on which ground, in the payer's words, with a certificate's number or files to show for it. */
import { useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { OrderView } from '../../base/api-answers.ts';
import { bytesText } from '../../base/format.ts';
import { useAction } from '../../base/load.ts';
import { PanelEnd } from '../../base/panel-end.tsx';
import { Said } from '../../base/said.tsx';
import { ErrorSummary, ProblemNotice } from '../../base/ui.tsx';
import { mediaTypes } from '../../form/file-types.ts';
import { prepared } from '../../form/picture.ts';
import { useKept } from '../../form/use-kept.ts';
import { fileFault, mostBytes, sendFile } from './evidence.ts';
import { usePayWords } from './pay-words.ts';
import { faultsOf, grounds, type Request } from './reduce-faults.ts';

interface ReduceProps {
  readonly order: OrderView;
  readonly set: (order: OrderView) => void;
}

type Typed = Omit<Request, 'files'>;
const empty: Typed = { statement: '', name: '', number: '' };

function isTyped(kept: unknown): kept is Typed {
  if (typeof kept !== 'object' || kept === null) return false;
  const { ground, ...texts } = { ground: undefined, statement: undefined, name: undefined, number: undefined, ...kept };
  return (
    (ground === undefined || grounds.some((each) => each === ground)) &&
    [texts.statement, texts.name, texts.number].every((text) => typeof text === 'string')
  );
}

export function Reduce({ order, set }: ReduceProps) {
  const pay = usePayWords();
  const [open, setOpen] = useState(false);
  if (order.state !== 'created' || order.caseId === undefined || order.payment !== undefined) return null;
  if (!open) {
    return (
      <p>
        <button type="button" class="button second" onClick={() => setOpen(true)}>
          {pay('reduce-start')}
        </button>
      </p>
    );
  }
  return <Form order={order} set={set} cancel={() => setOpen(false)} />;
}

function Form({ order: { orderNo }, set, cancel }: ReduceProps & { readonly cancel: () => void }) {
  const pay = usePayWords();
  const [typed, keep, forget] = useKept<Typed>(`banshi.reduce.${orderNo}`, empty, isTyped);
  const [files, setFiles] = useState<readonly File[]>([]);
  const request: Request = { ...typed, files };
  const [pressed, setPressed] = useState(0);
  const faults = pressed > 0 ? faultsOf(request) : [];
  const change = (next: Partial<Typed>) => keep({ ...typed, ...next });
  const sending = useAction(async (key, asked: Request) => {
    const files = [];
    for (const file of asked.files) files.push(await sendFile(orderNo, file));
    const { ground, statement, name, number } = asked;
    const certificate = name.trim() === '' ? {} : { certificate: { name: name.trim(), number: number.trim() } };
    const body = { ground, statement: statement.trim(), files, ...certificate };
    const asking = await call('POST /v1/orders/{orderNo}/reductions', { path: { orderNo }, body, idempotencyKey: key });
    forget();
    set(asking);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setPressed(pressed + 1);
    if (faultsOf(request).length === 0) void sending.run(request);
  };
  const errors = faults.map(({ field, word }) => ({ id: `reduce-${field}`, text: pay(word) }));
  const faultAt = (field: string) => {
    const found = faults.find((fault) => fault.field === field);
    return found === undefined ? undefined : pay(found.word);
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate aria-labelledby="reduce">
      <h2 id="reduce">{pay('reduce-title')}</h2>
      <p class="muted">{pay('reduce-lead')}</p>
      {errors.length > 0 && <ErrorSummary key={pressed} errors={errors} />}
      <Grounds chosen={request.ground} fault={faultAt('ground')} choose={(ground) => change({ ground })} />
      <Line
        field="statement"
        fault={faultAt('statement')}
        value={request.statement}
        set={(statement) => change({ statement })}
      />
      <Line field="name" fault={faultAt('name')} value={request.name} set={(name) => change({ name })} />
      <Line field="number" fault={faultAt('number')} value={request.number} set={(number) => change({ number })} />
      <Files files={request.files} fault={faultAt('files')} set={setFiles} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <PanelEnd doing={pay('reduce-do')} busy={sending.busy} close={cancel} />
    </form>
  );
}

interface GroundsProps {
  readonly chosen: Request['ground'];
  readonly fault: string | undefined;
  readonly choose: (ground: NonNullable<Request['ground']>) => void;
}

function Grounds({ chosen, fault, choose }: GroundsProps) {
  const pay = usePayWords();
  return (
    <fieldset
      class={fault === undefined ? 'field' : 'field bad'}
      id="reduce-ground"
      aria-describedby={fault === undefined ? undefined : 'reduce-ground-error'}
    >
      <legend>{pay('reduce-ground')}</legend>
      {fault !== undefined && (
        <p class="error" id="reduce-ground-error">
          {fault}
        </p>
      )}
      <div class="options many">
        {grounds.map((ground) => (
          <label class="option" key={ground}>
            <input type="radio" name="ground" checked={chosen === ground} onChange={() => choose(ground)} />
            {pay(`ground-${ground}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface LineProps {
  readonly field: 'statement' | 'name' | 'number';
  readonly fault: string | undefined;
  readonly value: string;
  readonly set: (value: string) => void;
}

function Line({ field, fault, value, set }: LineProps) {
  const pay = usePayWords();
  const id = `reduce-${field}`;
  const common = {
    id,
    value,
    'aria-invalid': fault !== undefined,
    'aria-describedby': fault === undefined ? `${id}-hint` : `${id}-hint ${id}-error`,
  };
  return (
    <div class={fault === undefined ? 'field' : 'field bad'}>
      <label for={id}>{pay(`reduce-${field}`)}</label>
      <p class="hint" id={`${id}-hint`}>
        {pay(`reduce-${field}-hint`)}
      </p>
      {fault !== undefined && (
        <p class="error" id={`${id}-error`}>
          {fault}
        </p>
      )}
      {field === 'statement' ? (
        <textarea {...common} rows={3} maxLength={500} onInput={(event) => set(event.currentTarget.value)} />
      ) : (
        <input {...common} type="text" maxLength={60} onInput={(event) => set(event.currentTarget.value)} />
      )}
    </div>
  );
}

interface FilesProps {
  readonly files: readonly File[];
  readonly fault: string | undefined;
  readonly set: (files: readonly File[]) => void;
}

function Files({ files, fault, set }: FilesProps) {
  const pay = usePayWords();
  const wrong =
    fault ?? (fileFault(files) === undefined ? undefined : pay(`reduce-files-${fileFault(files) ?? 'type'}`));
  return (
    <div class={wrong === undefined ? 'field' : 'field bad'}>
      <label for="reduce-files">{pay('reduce-files')}</label>
      <p class="hint" id="reduce-files-hint">
        {pay('reduce-files-hint')}
      </p>
      {wrong !== undefined && (
        <p class="error" id="reduce-files-error">
          {wrong}
        </p>
      )}
      <input
        id="reduce-files"
        type="file"
        multiple
        accept={mediaTypes.join(',')}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined ? 'reduce-files-hint' : 'reduce-files-hint reduce-files-error'}
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])].map((file) => prepared(file, mostBytes, mediaTypes));
          void Promise.all(chosen).then(set);
        }}
      />
      <ul class="plain small muted">
        {files.map((file) => (
          <li key={file.name}>
            <Said>{file.name}</Said> · {bytesText(file.size)}
          </li>
        ))}
      </ul>
    </div>
  );
}
