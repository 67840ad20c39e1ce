/** What may be done to an order: exactly what the hall says this person may, each with its small form. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../base/api.ts';
import type { DeskOrder, DeskOrderAction } from '../../base/api-answers.ts';
import { moneyText, plainDayText, yuanText } from '../../base/format.ts';
import { useAction } from '../../base/load.ts';
import { PanelEnd } from '../../base/panel-end.tsx';
import { useSettings } from '../../base/settings.ts';
import { ProblemNotice } from '../../base/ui.tsx';
import { useMoneyWords } from './money-words.ts';
import { bodyOf, type FieldName, fieldsOf, mostOf, type Values, wrongOf } from './order-forms.ts';
import { type Desk, mayAct } from './places.ts';

interface OrderActionsProps {
  readonly desk: Desk;
  readonly order: DeskOrder;
  readonly done: (action: string) => Promise<void>;
}

export function OrderActions({ desk, order, done }: OrderActionsProps) {
  const words = useMoneyWords();
  const [open, setOpen] = useState<DeskOrderAction>();
  const acting = useAction(async (key, action: DeskOrderAction, body: Record<string, string | number>) => {
    await send(order, action, body, key);
    setOpen(undefined);
    await done(words(`do-${action}`));
  });
  if (!mayAct(desk)) return null;
  return (
    <section class="actions" aria-label={words('order-actions')}>
      {order.actions.length === 0 && <p class="muted">{words('order-actions-none')}</p>}
      <div class="row">
        {order.actions.map((action, at) => (
          <button
            key={action}
            type="button"
            class={at === 0 && leading.has(action) ? 'button' : 'button second'}
            aria-expanded={open === action}
            onClick={() => setOpen(open === action ? undefined : action)}
          >
            {words(`do-${action}`)}
          </button>
        ))}
      </div>
      {acting.problem !== undefined && <ProblemNotice problem={acting.problem} />}
      {open !== undefined && order.actions.includes(open) && (
        <Form
          key={open}
          action={open}
          order={order}
          busy={acting.busy}
          submit={(body) => void acting.run(open, body)}
          cancel={() => setOpen(undefined)}
        />
      )}
    </section>
  );
}

/** What the officer has most likely come for. */
const leading: ReadonlySet<DeskOrderAction> = new Set(['approve', 'retry', 'confirm', 'offline', 'grant-ask']);

async function send(order: DeskOrder, action: DeskOrderAction, body: object, idempotencyKey: string): Promise<void> {
  const { orderNo } = order;
  const options = { path: { orderNo }, body, idempotencyKey };
  switch (action) {
    case 'approve':
    case 'reject': {
      const refundNo = order.refunds.find(({ state }) => state === 'asked')?.refundNo ?? '';
      const path = { orderNo, refundNo };
      await call(`POST /v1/money/orders/{orderNo}/refunds/{refundNo}/${action}`, { ...options, path });
      return;
    }
    case 'retry':
    case 'offline':
    case 'confirm': {
      const stuck = stuckOf(order);
      const path = { orderNo, refundNo: stuck?.refundNo ?? '' };
      // What is confirmed is the record that was read here.
      const seen = action === 'confirm' ? { recordedAt: stuck?.offline?.at ?? '' } : {};
      const more = { ...options, path, body: { ...body, ...seen } };
      await call(`POST /v1/money/orders/{orderNo}/refunds/{refundNo}/${action}`, more);
      return;
    }
    case 'grant-ask':
    case 'reject-ask': {
      const askNo = String(order.asks.find(({ state }) => state === 'asked')?.askNo ?? 0);
      const path = { orderNo, askNo };
      const end = action === 'grant-ask' ? 'grant' : 'reject';
      await call(`POST /v1/money/orders/{orderNo}/reductions/{askNo}/${end}`, { ...options, path });
      return;
    }
    case 'ask-refund':
      await call('POST /v1/money/orders/{orderNo}/refunds', options);
      return;
    default:
      await call(`POST /v1/money/orders/{orderNo}/${action}`, options);
  }
}

/** The refund that waits for a person: its provider would not, or could not. */
const stuckOf = ({ refunds }: DeskOrder) => refunds.find(({ state }) => state === 'refused' || state === 'abnormal');

interface FormProps {
  readonly action: DeskOrderAction;
  readonly order: DeskOrder;
  readonly busy: boolean;
  readonly submit: (body: Record<string, string | number>) => void;
  readonly cancel: () => void;
}

function Form({ action, order, busy, submit, cancel }: FormProps) {
  const words = useMoneyWords();
  const most = mostOf(action, order);
  const [values, setValues] = useState<Values>({ amount: yuanText(most) });
  const [pressed, setPressed] = useState(false);
  const wrong = pressed ? wrongOf(action, order, values) : [];
  const box = useRef<HTMLFormElement>(null);
  // A form that opens takes the cursor: its first field, or itself where there is only to confirm.
  useEffect(() => {
    (box.current?.querySelector<HTMLElement>('input, textarea') ?? box.current)?.focus();
  }, []);
  const press = (event: Event) => {
    event.preventDefault();
    setPressed(true);
    const [first] = wrongOf(action, order, values);
    if (first === undefined) submit(bodyOf(action, values));
    else document.getElementById(`money-${first}`)?.focus();
  };
  return (
    <form class="card panel stack tight" ref={box} tabIndex={-1} onSubmit={press} noValidate>
      <h2>{words(`do-${action}`)}</h2>
      <Confirm action={action} order={order} />
      {fieldsOf[action].map((field) => (
        <Field
          key={field}
          field={field}
          most={moneyText(most)}
          value={values[field] ?? ''}
          wrong={wrong.includes(field)}
          set={(value) => setValues({ ...values, [field]: value })}
        />
      ))}
      <PanelEnd
        doing={words('do-it')}
        busy={busy}
        danger={action === 'reject' || action === 'reject-ask'}
        close={cancel}
      />
    </form>
  );
}

/** What pressing the button will do, said before it is done. */
function Confirm({ action, order }: { readonly action: DeskOrderAction; readonly order: DeskOrder }) {
  const words = useMoneyWords();
  const { language } = useSettings();
  if (!isConfirmed(action)) return null;
  const refund = action === 'approve' || action === 'reject' ? askedOf(order) : stuckOf(order);
  return (
    <p>
      {words(`confirm-${action}`, {
        amount: moneyText(refund?.amount ?? 0),
        who: order.payer?.name ?? words('order-payer'),
        provider: order.payment === undefined ? '' : words(order.payment.provider),
        day: refund?.offline === undefined ? '' : plainDayText(refund.offline.paidOn, language),
        number: refund?.offline?.reference ?? '',
      })}
    </p>
  );
}

const askedOf = ({ refunds }: DeskOrder) => refunds.find(({ state }) => state === 'asked');
const confirmed = ['approve', 'reject', 'retry', 'offline', 'confirm', 'dispute', 'end-dispute'] as const;
const isConfirmed = (action: DeskOrderAction): action is (typeof confirmed)[number] =>
  confirmed.some((one) => one === action);

interface FieldProps {
  readonly field: FieldName;
  readonly most: string;
  readonly value: string;
  readonly wrong: boolean;
  readonly set: (value: string) => void;
}

function Field({ field, most, value, wrong, set }: FieldProps) {
  const words = useMoneyWords();
  const id = `money-${field}`;
  const hint = field === 'amount' ? words('field-amount-most', { amount: most }) : words(`field-${field}-hint`);
  const fault =
    field === 'amount'
      ? words('field-amount-wrong', { amount: most })
      : words(field === 'order' || field === 'reference' ? `field-${field}-wrong` : 'field-missing');
  const common = {
    id,
    value,
    'aria-invalid': wrong,
    'aria-describedby': wrong ? `${id}-hint ${id}-error` : `${id}-hint`,
    autocomplete: 'off',
  } as const;
  return (
    <div class={wrong ? 'field bad' : 'field'}>
      <label for={id}>{words(`field-${field}`)}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {wrong && (
        <p class="error" id={`${id}-error`}>
          {fault}
        </p>
      )}
      {field === 'reason' || field === 'answer' ? (
        <textarea {...common} rows={2} maxLength={200} onInput={(event) => set(event.currentTarget.value)} />
      ) : field === 'paidOn' ? (
        <input {...common} type="date" class="short" onInput={(event) => set(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          type="text"
          inputMode={field === 'amount' ? 'decimal' : 'text'}
          maxLength={200}
          class={field === 'amount' ? 'short' : ''}
          onInput={(event) => set(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
