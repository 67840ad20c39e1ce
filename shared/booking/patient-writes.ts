/** The writes of which patients' transactions are made: a person, and who acts for them, each as it was read or not at all. */
import { epochSeconds } from '../base/time.ts';
import type { TransactItem } from '../base/transact.ts';
import type { Instant } from '../base/words.ts';
import {
  type Asked,
  askedKey,
  cardKey,
  carerEndedRow,
  carerRows,
  personHead,
  type Row,
  selfRows,
} from './booking-rows.ts';
import type { Carer, Patient } from './patient.ts';

/** Who ended that an account acts for a patient, and why. */
export interface Ending {
  readonly by: string;
  readonly role: string;
  readonly reason?: string;
  readonly at: Instant;
}

const isNew = { ConditionExpression: 'attribute_not_exists(PK)' } as const;

export function patientWrites(TableName: string) {
  const put = (Item: Row, condition: object = {}): TransactItem => ({ Put: { TableName, Item, ...condition } });
  const selfGone = (link: Carer): TransactItem[] =>
    selfRows(link).map(({ PK, SK }) => ({ Delete: { TableName, Key: { PK, SK } } }));

  return {
    /** @param head the person's own row, sealed */
    newPerson: ({ cardNumber, patientId }: Patient, head: Row): TransactItem[] => [
      put(head, isNew),
      put({ ...cardKey(cardNumber), patientId }, isNew),
    ],

    /** The person's own row with another guardian. */
    guardian: (patient: Patient, guardian: string, sealed: string): TransactItem =>
      put(
        personHead({ ...patient, guardian }, sealed),
        patient.guardian === undefined
          ? { ConditionExpression: 'attribute_not_exists(patient.guardian)' }
          : {
              ConditionExpression: 'patient.guardian = :before',
              ExpressionAttributeValues: { ':before': patient.guardian },
            },
      ),

    /** An account acts for a person, or in another way than before. As oneself it does so alone. */
    link: (link: Carer, before: Carer | undefined): TransactItem[] => [
      ...carerRows(link).map((row) => put(row, asBefore(before))),
      ...(link.relation === 'self' ? selfRows(link).map((row) => put(row, isOf(row.of))) : []),
      ...(link.relation !== 'self' && before?.relation === 'self' ? selfGone(before) : []),
    ],

    /** Those who speak for the person are to be told of it; the same question again on the same day is no news. */
    asked: (asked: Asked): TransactItem =>
      put(
        { ...askedKey(asked.askId), asked, expiresAt: epochSeconds(asked.at) + 60 * 86_400 },
        {
          ConditionExpression: 'attribute_not_exists(PK) OR #asked.#account = :account',
          ExpressionAttributeNames: { '#asked': 'asked', '#account': 'account' },
          ExpressionAttributeValues: { ':account': asked.account },
        },
      ),

    /** It does so no more; by whom and why is kept. */
    end: (link: Carer, why: Ending): TransactItem[] => [
      ...carerRows({ ...link, endedAt: why.at }).map((row) => put(row, asBefore(link))),
      ...(link.relation === 'self' ? selfGone(link) : []),
      put(carerEndedRow(link, why)),
    ],
  };
}

const isOf = (owner: unknown) => ({
  ConditionExpression: 'attribute_not_exists(PK) OR #of = :of',
  ExpressionAttributeNames: { '#of': 'of' },
  ExpressionAttributeValues: { ':of': owner },
});

/** The link is as it was read: nobody has agreed to it, ended it or begun another meanwhile. */
function asBefore(link: Carer | undefined) {
  if (link === undefined) return isNew;
  const same = (name: 'asked' | 'endedAt'): string =>
    link[name] === undefined ? `attribute_not_exists(carer.${name})` : `carer.${name} = :${name}`;
  return {
    ConditionExpression: `carer.since = :since AND ${same('asked')} AND ${same('endedAt')}`,
    ExpressionAttributeValues: {
      ':since': link.since,
      ...(link.asked === undefined ? {} : { ':asked': link.asked }),
      ...(link.endedAt === undefined ? {} : { ':endedAt': link.endedAt }),
    },
  };
}
