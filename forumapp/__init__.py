"""forumapp runs hybrid intergovernmental forums: registration, agenda, video links, proceedings."""
