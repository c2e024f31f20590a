import '../corpus/run.ts'
