/** Goes to the provider, as its checkout says. */
import type { Checkout } from '../../base/api-answers.ts';
import { h5Address } from './ways.ts';

type Leaving = Exclude<Checkout['checkout'], { kind: 'qr' } | { kind: 'wechat-jsapi' }>;

/** @param back address of the order's page, where the payer comes back to */
export function leaveFor(checkout: Leaving, client: string, back: string): void {
  if (checkout.kind === 'redirect') location.assign(client === 'h5' ? h5Address(checkout.url, back) : checkout.url);
  else post(checkout.action, checkout.fields);
}

/** UnionPay takes the payer with a posted form. */
function post(action: string, fields: Readonly<Record<string, string>>): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  form.hidden = true;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
