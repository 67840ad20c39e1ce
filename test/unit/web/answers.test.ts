/** What the pages take for the answers of some calls is what the schemas of these calls say. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type { catalogueDeskApi } from '../../../functions/catalogue-desk/api.ts';
import { operationsApi } from '../../../functions/operations/api.ts';
import type { BulkView as HallBulk } from '../../../shared/cases/bulk-view.ts';
import type { ExportView as HallExport } from '../../../shared/cases/export.ts';
import type {
  ComparedFigures as HallCompared,
  StatisticsView as HallStatistics,
} from '../../../shared/cases/statistics-view.ts';
import type {
  BulkView,
  ComparedFigures,
  ExportView,
  ItemAnswers,
  OperationsAnswers,
  StatisticsView,
} from '../../../web/src/base/desk-answers.ts';

type Operations = typeof operationsApi;
type HallOperations = { [K in keyof Operations]: z.infer<Operations[K]['answer']> };

type Items = typeof catalogueDeskApi;
type HallItems = { [K in keyof Items]: z.infer<Items[K]['answer']> };

describe('answers as the pages take them', () => {
  it('are those of the schemas', () => {
    expectTypeOf<StatisticsView>().toExtend<HallStatistics>();
    expectTypeOf<HallStatistics>().toExtend<StatisticsView>();
    expectTypeOf<ComparedFigures>().toEqualTypeOf<HallCompared>();
    expectTypeOf<BulkView>().toEqualTypeOf<HallBulk>();
    expectTypeOf<OperationsAnswers>().toExtend<HallOperations>();
    expectTypeOf<HallOperations>().toExtend<OperationsAnswers>();
    expectTypeOf<ExportView>().toExtend<HallExport>();
    expectTypeOf<HallExport>().toExtend<ExportView>();
    expectTypeOf<ItemAnswers>().toExtend<Pick<HallItems, keyof ItemAnswers>>();
    expectTypeOf<Pick<HallItems, keyof ItemAnswers>>().toExtend<ItemAnswers>();
    expect(Object.keys(operationsApi)).toHaveLength(5);
  });
});
