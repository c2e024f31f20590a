import '../catalog/run.ts'
