import '../digest/run.ts'
