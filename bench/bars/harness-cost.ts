import '../harness-cost/run.ts'
