SELECT renumber_scores();
