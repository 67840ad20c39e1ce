/** What an officer may do, as a form each: which fields it takes, and its key. Data only. */
import { isBlank } from '../../../shared/base/blank.ts';
import type { DeskCaseView, OfficerAction } from '../base/api-answers.ts';
import type { BaseKey } from '../base/base-rows.ts';
import type { DeskKey } from './desk-rows.ts';

/** A field of an action's form. */
export interface ActionField {
  readonly name: string;
  readonly label: DeskKey;
  readonly hint?: DeskKey;
  /** Choices; absent for text. */
  readonly options?: readonly { readonly value: string; readonly desk?: DeskKey; readonly base?: BaseKey }[];
  readonly initial?: string;
  readonly required: boolean | ((values: Readonly<Record<string, string>>) => boolean);
}

/** Whose form is open: an action's, or none. */
export type OpenForm = OfficerAction | undefined;

/** What of a case the forms look at. */
export interface ActionView {
  readonly item: Pick<DeskCaseView['item'], 'delivery' | 'suspensions'>;
  readonly proposal?: DeskCaseView['proposal'];
}

export interface ActionForm {
  readonly key: string;
  readonly fields: (view: ActionView) => readonly ActionField[];
}

const optional = false;
const required = true;
const reason: ActionField = { name: 'reason', label: 'reason', hint: 'reason-shown', required };

/** Asking for corrections has a form of its own, filled in on the case itself; so has asking other agencies. */
export const actionForms: Readonly<Record<OfficerAction, ActionForm>> = {
  claim: { key: 't', fields: () => [] },
  release: { key: 'u', fields: () => [] },
  'request-correction': { key: 'c', fields: () => [] },
  accept: { key: 'a', fields: () => [{ name: 'note', label: 'note', required: optional }] },
  refuse: {
    key: 'x',
    fields: () => [reason, { name: 'rightAuthority', label: 'right-authority', required: optional }],
  },
  suspend: { key: 's', fields: (view) => [groundField(view), reason] },
  resume: { key: 'r', fields: () => [{ name: 'result', label: 'result', required }] },
  consult: { key: 'q', fields: () => [] },
  extend: { key: 'e', fields: () => [reason] },
  terminate: { key: 'z', fields: () => [reason] },
  reopen: { key: 'o', fields: () => [reason] },
  'answer-work-order': {
    key: 'w',
    fields: () => [{ name: 'answer', label: 'answer', hint: 'reason-shown', required }],
  },
  propose: { key: 'p', fields: () => outcomeFields(undefined) },
  return: { key: 'b', fields: () => [{ name: 'reason', label: 'reason', required }] },
  decide: { key: 'd', fields: (view) => outcomeFields(view.proposal) },
  deliver: {
    key: 'v',
    fields: (view) => [channelField(view), { name: 'reference', label: 'reference', required: optional }],
  },
};

/** What usually comes next is the main button, wherever it stands; giving a case back is the last. */
const usual: readonly OfficerAction[] = ['claim', 'accept', 'propose', 'decide', 'deliver', 'resume'];

/** The allowed actions as they are shown. */
export function inOrder(
  actions: readonly OfficerAction[],
): { readonly action: OfficerAction; readonly main: boolean }[] {
  const main = usual.find((action) => actions.includes(action));
  const others = actions.filter((action) => action !== main && action !== 'release');
  const shown = [
    ...(main === undefined ? [] : [main]),
    ...others,
    ...(actions.includes('release') ? (['release'] as const) : []),
  ];
  return shown.map((action) => ({ action, main: action === main }));
}

/** Every action once, in the order of a case's life, for the sheet of keys. */
export const sheetOrder = [
  'claim',
  'release',
  'request-correction',
  'accept',
  'refuse',
  'suspend',
  'resume',
  'consult',
  'extend',
  'propose',
  'return',
  'decide',
  'deliver',
  'terminate',
  'reopen',
  'answer-work-order',
] as const satisfies readonly OfficerAction[];

/** Actions that need nothing but the press. */
export const immediate: ReadonlySet<OfficerAction> = new Set(['claim', 'release']);

function groundField({ item }: ActionView): ActionField {
  return {
    name: 'ground',
    label: 'ground',
    required,
    options: item.suspensions.map((value) => ({ value, desk: `ground-${value}` }) as const),
  };
}

function channelField({ item }: ActionView): ActionField {
  const [only, ...others] = item.delivery;
  return {
    name: 'channel',
    label: 'channel',
    required,
    options: item.delivery.map((value) => ({ value, base: `channel-${value}` }) as const),
    ...(only !== undefined && others.length === 0 ? { initial: only } : {}),
  };
}

/** @param proposal what was proposed, to be confirmed or changed by whoever decides */
function outcomeFields(proposal: DeskCaseView['proposal']): ActionField[] {
  return [
    {
      name: 'outcome',
      label: 'outcome',
      required,
      options: [
        { value: 'grant', desk: 'outcome-grant' },
        { value: 'deny', desk: 'outcome-deny' },
      ],
      ...(proposal === undefined ? {} : { initial: proposal.outcome }),
    },
    {
      name: 'reasons',
      label: 'reasons',
      hint: 'reasons-hint',
      required: ({ outcome }) => outcome === 'deny',
      ...(proposal === undefined ? {} : { initial: proposal.reasons }),
    },
  ];
}

/** Fields still to be filled in. */
export function missingFields(fields: readonly ActionField[], values: Readonly<Record<string, string>>): ActionField[] {
  return fields.filter(
    ({ name, required: needed }) =>
      (typeof needed === 'function' ? needed(values) : needed) && isBlank(values[name] ?? ''),
  );
}

/** The body of the command: what was filled in, without the blanks. */
export function bodyOf(
  fields: readonly ActionField[],
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => (isBlank(values[name] ?? '') ? [] : [[name, (values[name] ?? '').trim()]])),
  );
}
