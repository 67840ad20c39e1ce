/** Fills a form page as a person would: finds each control by its place in the form, and types or picks. */
import type { Page } from 'playwright-core';
import { visibleInGroup } from '../../shared/catalogue/answers.ts';
import type { Answers, Field, LeafField, RepeatField } from '../../shared/catalogue/item.ts';
import { groupsOf } from '../../shared/catalogue/visibility.ts';

type Answer = Answers[string];

export async function fillField(page: Page, field: Field, answers: Answers): Promise<void> {
  const answer = answers[field.name];
  if (answer === undefined) return;
  if (field.type === 'repeat') return fillRepeat(page, field, answers);
  await fillLeaf(page, field, answer, `answers-${field.name}`);
}

async function fillRepeat(page: Page, field: RepeatField, answers: Answers): Promise<void> {
  for (const [index, group] of groupsOf(answers[field.name]).entries()) {
    const box = page.locator(`#answers-${field.name}`);
    if ((await box.locator('.group').count()) <= index) await box.getByRole('button', { name: /^再加一/ }).click();
    for (const inner of visibleInGroup(field, group, answers)) {
      const answer = group[inner.name];
      if (answer !== undefined) await fillLeaf(page, inner, answer, `answers-${field.name}-${index}-${inner.name}`);
    }
  }
}

async function fillLeaf(page: Page, field: LeafField, answer: Answer, id: string): Promise<void> {
  switch (field.type) {
    case 'date': {
      const [year = '', month = '', day = ''] = String(answer).split('-');
      await page.locator(`#${id}-year`).fill(year);
      await page.locator(`#${id}-month`).fill(month);
      await page.locator(`#${id}-day`).fill(day);
      return;
    }
    case 'choice':
    case 'choices': {
      const chosen: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
      for (const option of field.options.filter(({ value }) => chosen.includes(value))) {
        await page.locator(`#${id}`).getByLabel(option.label.zh, { exact: true }).check();
      }
      return;
    }
    case 'yes-no':
      await page
        .locator(`#${id}`)
        .getByLabel(answer === true ? '是' : '否', { exact: true })
        .check();
      return;
    case 'money':
      await page.locator(`#${id}`).fill((Number(answer) / 100).toFixed(2));
      return;
    default:
      await page.locator(`#${id}`).fill(String(answer));
  }
}
