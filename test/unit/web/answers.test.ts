/** What the pages take for the answers of some calls is what the schemas of these calls say. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import { operationsApi } from '../../../functions/operations/api.ts';
import type { BulkView as HallBulk } from '../../../shared/cases/bulk-view.ts';
import type {
  ComparedFigures as HallCompared,
  StatisticsView as HallStatistics,
} from '../../../shared/cases/statistics-view.ts';
import type {
  BulkView,
  ComparedFigures,
  OperationsAnswers,
  StatisticsView,
} from '../../../web/src/base/desk-answers.ts';

type Operations = typeof operationsApi;
type HallOperations = { [K in keyof Operations]: z.infer<Operations[K]['answer']> };

describe('answers as the pages take them', () => {
  it('are those of the schemas', () => {
    expectTypeOf<StatisticsView>().toExtend<HallStatistics>();
    expectTypeOf<HallStatistics>().toExtend<StatisticsView>();
    expectTypeOf<ComparedFigures>().toEqualTypeOf<HallCompared>();
    expectTypeOf<BulkView>().toEqualTypeOf<HallBulk>();
    expectTypeOf<OperationsAnswers>().toExtend<HallOperations>();
    expectTypeOf<HallOperations>().toExtend<OperationsAnswers>();
    expect(Object.keys(operationsApi)).toHaveLength(5);
  });
});
