import '../samples/run.ts'
