"""Tagged PDF from chapters of HTML, built in processes of their own and joined into one volume."""
